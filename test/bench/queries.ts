/*
 * How long a query about diabetes takes, from the call of the engine to its answer.
 * Run: node test/bench/queries.ts [--patients 10000] [--size 14000] [--store sqlite|mongodb] [--processes N] [--rounds 5]
 * Wanted: cold at most 1.3 times the bare loop, which reads the same records from the same store in as many plain
 * processes; warm (another query over the same records) at least 4 times faster than cold.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import type { QueryLimits } from '../../gateway/query/engine.ts'
import { openEngine } from '../../gateway/query/open-engine.ts'
import { openStore } from '../../gateway/store/open-store.ts'
import { diabetesQuery } from './diabetes-query.ts'
import { inLanes, machine, median, printTable, secondsSince } from './measuring.ts'
import { openStore as openBenchmarkStore } from './stores.ts'
import { syntheticRecord } from './synthetic-records.ts'

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '10000' },
    size: { type: 'string', default: '14000' },
    store: { type: 'string', default: 'sqlite' },
    processes: { type: 'string', default: `${availableParallelism()}` },
    rounds: { type: 'string', default: '5' },
    standby: { type: 'string' },
  },
})
const [patients, size, processes, rounds] = [values.patients, values.size, values.processes, values.rounds].map(Number)
if (!patients || !size || !processes || !rounds) throw new Error('numbers are wanted')
const limits: QueryLimits = { time: 600_000, memory: 512, keys: 1000, keyLength: 1000, result: 1e6 }

const folder = mkdtempSync(join(tmpdir(), 'scoop-bench-'))
await using server = await openBenchmarkStore(values.store)
const store = openStore({ store: server.url, data: folder })
let bytes = 0
await inLanes(patients, 64, async (number) => {
  const { _id, effective_time, hash_id, json } = syntheticRecord(number, size)
  bytes += json.length
  await store.upsert({ _id, effective_time, hash_id, json })
})

const never = new AbortController().signal
const cold = openEngine(store, { processes, standbyMemory: 0 })
const warm = openEngine(store, { processes, ...(values.standby ? { standbyMemory: Number(values.standby) } : {}) })
const api = writePlainApi(join(folder, 'api'))

let year = 2001
const contenders = [
  { name: `bare loop, ${processes} plain processes`, run: bareLoop },
  { name: 'cold', run: () => cold.run(diabetesQuery(year), limits, never) },
  { name: 'warm', run: () => warm.run(diabetesQuery(year), limits, never) },
]
const times = contenders.map((): number[] => [])
await warm.run(diabetesQuery(), limits, never)
await cold.run(diabetesQuery(), limits, never)
for (let round = 0; round < rounds; round++) {
  year += 1
  const answers: string[] = []
  for (const [index, { run }] of contenders.entries()) {
    // Nobody is measured beside the processes that make themselves ready for the warm query.
    if (!(await warm.settled())) console.error('the records do not fit into waiting processes')
    const start = performance.now()
    answers.push(sorted(await run()))
    times[index]?.push(secondsSince(start))
  }
  if (new Set(answers).size > 1) throw new Error(`different answers: ${answers.join(' ')}`)
}
const baseline = times[0] ?? []
console.log(`${patients} patients of ${Math.round(bytes / patients)} bytes, ${values.store}; ${machine()}`)
printTable([
  ['', 'median s', 'lowest', 'highest', 'of bare loop'],
  ...contenders.map(({ name }, index) => {
    const mine = times[index] ?? []
    const ratios = mine.map((time, round) => time / (baseline[round] ?? Number.NaN))
    return [
      name,
      ...[median(mine), Math.min(...mine), Math.max(...mine), median(ratios)].map((value) => value.toFixed(2)),
    ]
  }),
])
await Promise.all([cold.close(), warm.close()])
await store.close()
rmSync(folder, { recursive: true, force: true })

async function bareLoop() {
  const share = Math.ceil((patients ?? 0) / (processes ?? 1))
  const url = values.store === 'sqlite' ? join(folder, 'records.sqlite') : server.url
  const outputs = Array.from({ length: processes ?? 1 }, async (_, index) => {
    const program = new URL('./bare-loop.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [program, url, `${index * share}`, `${share}`, `${year}`, api], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
    return Object.entries<number>(JSON.parse(output))
  })
  const sums = new Map<string, number>()
  for (const [name, value] of (await Promise.all(outputs)).flat()) sums.set(name, (sums.get(name) ?? 0) + value)
  return { values: [...sums].map(([name, sum]): [string, string] => [name, `${sum}`]) }
}

function sorted({ values }: { values: [string, string][] }): string {
  return JSON.stringify(values.toSorted(([a], [b]) => a.localeCompare(b)))
}

/** The API as plain JavaScript, so that the bare loop takes no types out. */
function writePlainApi(target: string): string {
  mkdirSync(target)
  const source = new URL('../../gateway/query/patient-api/', import.meta.url)
  for (const name of readdirSync(source)) {
    const code = stripTypeScriptTypes(readFileSync(new URL(name, source), 'utf8'))
    writeFileSync(join(target, name.replace('.ts', '.mjs')), code.replace(/from '(\.\/[^']+)\.ts'/g, "from '$1.mjs'"))
  }
  return join(target, 'index.mjs')
}
