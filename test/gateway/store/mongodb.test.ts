import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { inspect } from 'node:util'
import { MongoClient } from 'mongodb'
import t from 'tap'
import { mongoStore } from '../../../gateway/store/mongodb.ts'
import { howToGetOne, startMongoServer } from '../../mongodb-server.ts'
import { aRecord, keepsTheContract } from './contract.ts'

const server = await startMongoServer()
if (server) t.teardown(server.remove)
const skip = server ? false : howToGetOne
const uri = server?.uri ?? ''

t.test('MongoDB keeps the contract', { skip }, async (t) => {
  const client = new MongoClient(uri)
  t.teardown(() => client.close())
  const seed = async (records: { json: string }[]) => {
    await client
      .db()
      .collection('records')
      .insertMany(records.map(({ json }) => JSON.parse(json)))
  }
  await keepsTheContract(t, () => mongoStore(uri), { unchanged: false, seed })
})

t.test(
  'while a gateway may be writing no version is told twice; one that died counts as writing for a while',
  { skip },
  async (t) => {
    const [store, client] = [mongoStore(uri), new MongoClient(uri)]
    t.teardown(() => Promise.all([store.close(), client.close()]))
    const versions = client.db().collection<{ _id: string }>('record_versions')
    const writing = async (until: number) => {
      await versions.replaceOne({ _id: 'records' }, { changes: 7, writers: { dead: until } }, { upsert: true })
      return [await store.version(), await store.version()]
    }
    const [one, two] = await writing(Date.now() + 60_000)
    t.not(one, two)
    t.same(await writing(Date.now() - 1), ['7', '7'])
  },
)

t.test('a document that no MongoDB can hold is refused, not taken for an outage', { skip }, async (t) => {
  const store = mongoStore(uri)
  t.teardown(() => store.close())
  await store.wipe()
  await t.rejects(store.upsert(aRecord('a', { text: 'x'.repeat(17_000_000) })), { name: 'RecordRefused' })
  t.match(await store.upsert(aRecord('a')), { outcome: 'inserted' })
})

t.test(
  'a server that goes away is told within seconds, and used again when it is back',
  {
    skip: skip || (server?.restartable ? false : 'the server of MONGODB_URI is not ours to stop'),
  },
  async (t) => {
    const store = mongoStore(uri)
    t.teardown(() => store.close())
    await store.wipe()
    await store.upsert(aRecord('before'))
    await server?.stop('SIGKILL')
    const start = Date.now()
    const all = [store.upsert(aRecord('a')), store.get('a'), store.count(), Array.fromAsync(store.scan()), store.wipe()]
    for (const asked of await Promise.allSettled(all)) t.match(asked, { reason: { name: 'StoreUnavailable' } })
    t.ok(Date.now() - start < 10_000)
    await server?.start()
    t.equal(await store.get('before'), aRecord('before').json, 'what was acknowledged outlives a kill')
    t.match(await store.upsert(aRecord('a')), { outcome: 'inserted' })
  },
)

t.test('a server that is not there yet, or accepts and says nothing, is unavailable within seconds', async (t) => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const stores = [mongoStore(`mongodb://127.0.0.1:${port}/x`), mongoStore('mongodb://127.0.0.1:1/x')]
  const start = Date.now()
  for (const asked of await Promise.allSettled(stores.map((store) => store.count()))) {
    t.match(asked, { reason: { name: 'StoreUnavailable' } })
  }
  t.ok(Date.now() - start < 10_000)
  await Promise.all(stores.map((store) => store.close()))
  silent.close()
})

t.test('the password is in no error', async (t) => {
  const password = 'hunter2'
  const addresses = [
    `mongodb://gateway:${password}@127.0.0.1:1/x?serverSelectionTimeoutMS=100`,
    `mongodb://gateway:${password}@127.0.0.1:1,[bad/x`,
    `mongodb://gateway:${password}@/x`,
    `mongodb://gateway:${password}%@127.0.0.1/x`,
    `mongodb://gateway:${password}@127.0.0.1:1/x?nonsense=${password}`,
    `mongodb://gateway:${password}/@127.0.0.1:1/x?serverSelectionTimeoutMS=100`,
  ]
  for (const address of addresses) {
    const error = await attempt(address)
    t.match(error, { advice: /./ }, 'an EndpointError')
    t.notMatch(inspect(error, { depth: 20, showHidden: true }), password)
  }
})

t.test('mongodb stays at 6.9.0: later drivers refuse MongoDB 3.6, the last for Ubuntu 12.04', async (t) => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  t.equal(JSON.parse(text).dependencies.mongodb, '6.9.0', 'and it is the newest that also knows 8.0')
})

async function attempt(address: string): Promise<unknown> {
  try {
    const store = mongoStore(address)
    return await store.count().finally(() => store.close())
  } catch (error) {
    return error
  }
}
