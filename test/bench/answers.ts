/*
 * How fast a question that was asked before is answered: from submission until the result is in hand, audited and
 * stored as its own, one after the other.
 * Run: node test/bench/answers.ts [--rounds 5] [--queries 40] [--store sqlite|mongodb]
 * Wanted: at most 50 ms with SQLite; the baseline is what a single commit to the disk takes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { openQueries } from '../../gateway/query/open-queries.ts'
import { openQueryStore } from '../../gateway/store/open-store.ts'
import { answerOf, aTicket, engineOf, open } from '../gateway/query/running-queries.ts'
import { machine, median, percentile, printTable, ratesTable, runInTurns, secondsSince } from './measuring.ts'
import { openStore } from './stores.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    queries: { type: 'string', default: '40' },
    store: { type: 'string', default: 'sqlite' },
  },
})
const count = Number(values.queries)
const folder = mkdtempSync(join(tmpdir(), 'answers-'))
await using place = await openStore(values.store)

const db = new DatabaseSync(join(folder, 'baseline.sqlite'))
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (json TEXT)')
const commit = db.prepare('INSERT INTO rows VALUES (?)')

const store = openQueryStore({ store: place.url, data: folder })
const queries = openQueries({
  store,
  engine: engineOf(async () => answerOf({ women: 412, men: 388 }, 800)),
  records: { version: async () => 'the same' },
  settings: open,
  log: pino({ level: 'silent' }),
})
const milliseconds: number[] = []

async function ask(): Promise<void> {
  const { id } = await queries.submit(aTicket())
  for (let resultId: string | undefined; !resultId; await sleep(1)) resultId = (await queries.get(id))?.resultId
}

async function perSecond(work: () => void | Promise<void>): Promise<number> {
  const start = performance.now()
  for (let n = 0; n < count; n += 1) await work()
  return count / secondsSince(start)
}

async function timed(): Promise<void> {
  const start = performance.now()
  await ask()
  milliseconds.push(performance.now() - start)
}

const contenders = [
  { name: 'one commit of SQLite', round: () => perSecond(() => void commit.run('{"women":412,"men":388}')) },
  { name: `an answer from ${values.store}`, round: () => perSecond(timed) },
]
await ask()
console.log(`${machine()}; ${count} a round`)
printTable(ratesTable(await runInTurns(Number(values.rounds), contenders)))
console.log(
  `an answer: median ${median(milliseconds).toFixed(1)} ms, p95 ${percentile(milliseconds, 0.95).toFixed(1)} ms`,
)

await queries.close()
await store.close()
db.close()
rmSync(folder, { recursive: true })
