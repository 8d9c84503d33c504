import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { QueryLimits } from '../../../gateway/query/engine.ts'
import { type EngineOptions, openEngine } from '../../../gateway/query/open-engine.ts'
import type { QueryTexts } from '../../../gateway/query/query.ts'
import type { RecordStore } from '../../../gateway/store/record-store.ts'
import { sqliteStore } from '../../../gateway/store/sqlite.ts'

export const limits: QueryLimits = { time: 60_000, memory: 96, keys: 1000, keyLength: 200, result: 1e6 }

export const sum = 'function (key, values) { return Array.sum(values) }'

/** A record is whatever a query may look at; one without `_id` gets its place as such. */
export type TestRecord = Readonly<Record<string, unknown>>

export type Asked = Partial<QueryTexts> & { map: string }

/** An engine over a store of its own, both closed after the test; `ask` answers with the result as an object. */
export type Querying = {
  store: RecordStore
  put(records: TestRecord[]): Promise<void>
  run(
    query: Asked,
    changed?: Partial<QueryLimits>,
    signal?: AbortSignal,
  ): ReturnType<ReturnType<typeof openEngine>['run']>
  ask(query: Asked, changed?: Partial<QueryLimits>): Promise<Record<string, unknown>>
  settled(): Promise<boolean>
  close(): Promise<void>
}

export async function openQuerying(
  t: Test,
  records: TestRecord[],
  { store = temporaryStore(t), ...options }: EngineOptions & { store?: RecordStore } = {},
): Promise<Querying> {
  // Unless a test is about them, no processes in waiting.
  const engine = openEngine(store, { standbyMemory: 0, ...options })
  t.teardown(async () => {
    await engine.close()
    await store.close()
  })
  const put = (some: TestRecord[]) => putRecords(store, some)
  await put(records)
  const run: Querying['run'] = ({ map, reduce = sum, functions = null, filter = null }, changed, signal) =>
    engine.run({ map, reduce, functions, filter }, { ...limits, ...changed }, signal ?? new AbortController().signal)
  return {
    ...{ store, put, run, settled: engine.settled, close: engine.close },
    async ask(query, changed) {
      const { values } = await run(query, changed)
      return Object.fromEntries(values.map(([name, json]) => [name, JSON.parse(json)]))
    },
  }
}

function temporaryStore(t: Test): RecordStore {
  const folder = mkdtempSync(join(tmpdir(), 'scoop-query-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return sqliteStore({ folder })
}

export async function putRecords(store: RecordStore, records: TestRecord[]) {
  await Promise.all(
    records.map((record, place) => {
      const _id = String(record._id ?? String(place).padStart(6, '0'))
      const json = JSON.stringify({ ...record, _id })
      return store.upsert({ _id, effective_time: 0, hash_id: null, json })
    }),
  )
}

/** So many records, each with its place as `n`. */
export const numbered = (count: number, more: TestRecord = {}): TestRecord[] =>
  Array.from({ length: count }, (_, n) => ({ n, ...more }))

/** An engine that is attacked, and the question whether it still answers as ever. */
export async function openAttacked(t: Test) {
  const attacked = await openQuerying(t, numbered(6, { first: 'Nobody', pad: 'x'.repeat(2000) }), { processes: 2 })
  const map = 'function map(p) { emit("sum", p.json.n); emit("list", [p.json.n]) }'
  const reduce = 'function (k, v) { return k === "sum" ? Array.sum(v) : Array.prototype.concat.apply([], v) }'
  return {
    ...attacked,
    async answersAsEver(t: Test) {
      t.strictSame(await attacked.ask({ map, reduce }), { sum: 15, list: [0, 1, 2, 3, 4, 5] })
    },
  }
}

/** A map of one statement or more. */
export const during = (body: string) => `function map(p) { ${body} }`
