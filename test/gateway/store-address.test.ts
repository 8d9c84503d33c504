import { chmodSync } from 'node:fs'
import t from 'tap'
import { storeAddress } from '../../gateway/store-address.ts'

const store = 'mongodb://gateway@127.0.0.1:27017/scoop_endpoint'

t.test('the password comes from its file, whatever characters it has', async (t) => {
  const file = `${t.testdir({ password: 'p@ss/w:rd\n' })}/password`
  chmodSync(file, 0o600)
  t.equal(storeAddress(store, file), 'mongodb://gateway:p%40ss%2Fw%3Ard@127.0.0.1:27017/scoop_endpoint')
})

t.test('without a file, the address stays as it is', async (t) => {
  t.equal(storeAddress('sqlite', undefined), 'sqlite')
  t.equal(storeAddress(store, undefined), store)
})

t.test('a file that others may read, that is empty, or that belongs to no account is refused', async (t) => {
  const folder = t.testdir({ open: 'hunter2', empty: '\n' })
  chmodSync(`${folder}/open`, 0o644)
  chmodSync(`${folder}/empty`, 0o600)
  t.throws(() => storeAddress(store, `${folder}/open`), { message: /others may read/, advice: /chmod 600/ })
  t.throws(() => storeAddress(store, `${folder}/empty`), { message: /no password/ })
  t.throws(() => storeAddress('mongodb://127.0.0.1/x', `${folder}/open`), { message: /no account/, exitCode: 2 })
})
