// A process with an engine that runs an endless query, to be killed by a test. Argument: a folder for its store.
import { openEngine } from '../../../../gateway/query/open-engine.ts'
import { sqliteStore } from '../../../../gateway/store/sqlite.ts'
import { limits, numbered, putRecords, sum } from '../querying.ts'

const store = sqliteStore({ folder: process.argv[2] ?? '' })
// As many pages as processes, so that each of them is kept busy.
await putRecords(store, numbered(4, { pad: 'x'.repeat(600_000) }))
const engine = openEngine(store, { processes: 2, standbyMemory: 0 })
const query = { map: 'function map() { for (;;); }', reduce: sum, functions: null, filter: null }
setTimeout(() => console.log('running'), 1000)
await engine.run(query, { ...limits, time: 4000 }, new AbortController().signal)
