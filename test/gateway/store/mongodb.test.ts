import t from 'tap'
import { mongoStore } from '../../../gateway/store/mongodb.ts'
import { howToGetOne, startMongoServer } from '../../mongodb-server.ts'
import { keepsTheContract } from './contract.ts'

const server = await startMongoServer()
if (server) t.teardown(server.remove)

t.test('MongoDB keeps the contract', { skip: server ? false : howToGetOne }, async (t) => {
  if (server) await keepsTheContract(t, () => mongoStore(server.uri), { unchanged: false })
})
