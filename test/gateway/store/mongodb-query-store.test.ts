import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { verifyAudit } from '../../../gateway/query/verify-audit.ts'
import { mongoQueryStore } from '../../../gateway/store/mongodb-query-store.ts'
import { howToGetOne, startMongoServer } from '../../mongodb-server.ts'
import { answerOf, aTicket, engineOf, openRunning, queryOnce } from '../query/running-queries.ts'
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

const skipMortal = server?.restartable ? false : skip || 'the server of MONGODB_URI is not ours to stop'

t.test('a query that runs while its server dies is run again once that is back', { skip: skipMortal }, async (t) => {
  const store = mongoQueryStore(`${uri}?serverSelectionTimeoutMS=1000`)
  t.teardown(() => store.close())
  const engine = engineOf(async () => {
    if (!died) {
      died = true
      await server?.stop('SIGKILL')
    }
    return answerOf({ all: 12 })
  })
  let died = false
  const { queries } = openRunning(t, store, { engine })
  const { id } = await queries.submit(aTicket())
  for (const deadline = Date.now() + 30_000; !died && Date.now() < deadline; ) await sleep(20)
  await t.rejects(queries.submit(aTicket()), { name: 'StoreUnavailable' })
  await server?.start()
  // Just after its start the server may not answer yet.
  const query = await queryOnce({ get: (id) => queries.get(id).catch(() => undefined) }, id)
  t.match(query, { status: 'complete' })
  t.equal((await queries.result(query.resultId ?? ''))?.values, '{"all":12}')
  t.same((await verifyAudit(store.audit)).problems, [])
})
