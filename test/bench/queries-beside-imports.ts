/*
 * What queries and imports take from one another when they share a gateway: each alone, then both at once.
 * Run: node test/bench/queries-beside-imports.ts [--patients 5000] [--seconds 10] [--parallel 8]
 * Wanted: neither falls to less than half of what it does alone.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openImporter } from '../../gateway/import/importer.ts'
import { openEngine } from '../../gateway/query/open-engine.ts'
import { sqliteStore } from '../../gateway/store/sqlite.ts'
import { diabetesQuery } from './diabetes-query.ts'
import { benchmarkDocument, forPatients } from './documents.ts'
import { inLanes, machine, printTable, secondsSince } from './measuring.ts'
import { syntheticRecord } from './synthetic-records.ts'

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '10' },
    parallel: { type: 'string', default: '8' },
  },
})
const [patients, seconds, parallel] = [Number(values.patients), Number(values.seconds), Number(values.parallel)]
const folder = mkdtempSync(join(tmpdir(), 'scoop-bench-'))
const store = sqliteStore({ folder })
const engine = openEngine(store, { standbyMemory: 0 })
const importer = openImporter({ key: undefined, atcByDin: new Map() })
const document = benchmarkDocument()
const documentFor = forPatients(document.bytes)
const limits = { time: 600_000, memory: 512, keys: 1000, keyLength: 1000, result: 1e6 }
await inLanes(patients, 64, async (number) => {
  const { _id, effective_time, hash_id, json } = syntheticRecord(number, 14_000)
  await store.upsert({ _id, effective_time, hash_id, json })
})
const stored = await store.count()

let imported = 0
/** The same few patients again and again, so that the queries' work stays what it is. */
const importOne = async () => {
  const { record } = await importer.import(documentFor(imported++ % 50))
  await store.upsert(record)
}
const queryOne = async () => void (await engine.run(diabetesQuery(), limits, new AbortController().signal))

/** How many a second are done in so many lanes. */
async function rateOf(work: () => Promise<void>, lanes: number): Promise<number> {
  const start = performance.now()
  let done = 0
  await inLanes(lanes, lanes, async () => {
    while (secondsSince(start) < seconds) {
      await work()
      done += 1
    }
  })
  return done / secondsSince(start)
}

await Promise.all([rateOf(importOne, parallel), rateOf(queryOne, 1)]) // warms up
const importsAlone = await rateOf(importOne, parallel)
const queriesAlone = await rateOf(queryOne, 1)
const [imports, queries] = await Promise.all([rateOf(importOne, parallel), rateOf(queryOne, 1)])

console.log(`${stored} patients; ${document.name} imported; ${machine()}`)
printTable([
  ['', 'alone/s', 'together/s', 'ratio'],
  ['imports', importsAlone.toFixed(1), imports.toFixed(1), (imports / importsAlone).toFixed(2)],
  ['queries', queriesAlone.toFixed(2), queries.toFixed(2), (queries / queriesAlone).toFixed(2)],
])
await engine.close()
await importer.close()
await store.close()
rmSync(folder, { recursive: true, force: true })
