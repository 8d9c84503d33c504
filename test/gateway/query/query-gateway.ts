// A gateway's query side in a process of its own, without any HTTP: `node query-gateway.ts STORE DATA JOURNAL LEASE`.
// Its engine takes the milliseconds that a query's map says, or for ever, and writes each begin and end into the journal.
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { openQueries } from '../../../gateway/query/open-queries.ts'
import { openQueryStore } from '../../../gateway/store/open-store.ts'
import { answerOf, endless, engineOf, open, quick } from './running-queries.ts'

const [store = '', data = '', journal = '', lease = ''] = process.argv.slice(2)
const note = (what: string, map: string) => appendFileSync(journal, `${process.pid} ${what} ${map}\n`)

const engine = engineOf(async (texts, limits, signal) => {
  note('begins', texts.map)
  const [, milliseconds] = texts.map.split(' ')
  if (milliseconds === 'endless') await endless(texts, limits, signal)
  await sleep(Number(milliseconds), undefined, { signal }).catch(() => signal.throwIfAborted())
  note('ends', texts.map)
  return answerOf({ [texts.map]: 12 })
})
const queryStore = openQueryStore({ store, data })
const queries = openQueries({
  store: queryStore,
  engine,
  // Never twice the same, so that no answer comes from an earlier one.
  records: { version: async () => crypto.randomUUID() },
  settings: { ...open, parallel: 1 },
  log: pino({ base: null }, pino.destination(2)),
  timing: { ...quick, lease: Number(lease) },
})
process.send?.('ready')
process.once('disconnect', async () => {
  await queries.close()
  await queryStore.close()
})
