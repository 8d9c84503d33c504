import t from 'tap'
import { openStore } from '../../../gateway/store/open-store.ts'
import { aRecord } from './contract.ts'

t.test('sqlite keeps the records in the data folder', async (t) => {
  const data = t.testdir()
  const store = openStore({ store: 'sqlite', data })
  await store.upsert(aRecord('a'))
  await store.close()
  t.equal(await openStore({ store: 'sqlite', data }).count(), 1)
})

for (const store of ['mongodb://127.0.0.1:1/x', 'mongodb://[::1]:27017', 'mongodb+srv://cluster.example/x']) {
  t.test(`${store} is opened without a connection yet`, async () => openStore({ store, data: '' }).close())
}

for (const store of ['', 'SQLite', 'postgres://host/secret', 'mongodb:/host', 'mongodb://', 'records.sqlite']) {
  t.test(`"${store}" is no store, and the error does not repeat it`, async (t) => {
    const error = t.throws(() => openStore({ store, data: '' }), {
      name: 'EndpointError',
      exitCode: 2,
      advice: /sqlite/,
    })
    t.notMatch(String(error), 'secret')
  })
}
