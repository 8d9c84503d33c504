import t from 'tap'
import { mongoQueryStore } from '../../../gateway/store/mongodb-query-store.ts'
import { howToGetOne, startMongoServer } from '../../mongodb-server.ts'
import { keepsTheQueryContract } from './query-contract.ts'

const server = await startMongoServer()
if (server) t.teardown(server.remove)
const skip = server ? false : howToGetOne
const uri = server?.uri ?? ''

t.test('MongoDB keeps the contract of queries', { skip }, async (t) => {
  await keepsTheQueryContract(t, () => mongoQueryStore(uri))
})

t.test('a server that is not there is unavailable', async (t) => {
  const store = mongoQueryStore('mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=100')
  t.teardown(() => store.close())
  await t.rejects(store.list(1), { name: 'StoreUnavailable' })
  await t.rejects(store.audit.head(), { name: 'StoreUnavailable' })
})
