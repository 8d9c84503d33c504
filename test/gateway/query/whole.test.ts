import t, { type Test } from 'tap'
import { openEngine } from '../../../gateway/query/open-engine.ts'
import type { NewQuery } from '../../../gateway/query/query.ts'
import { openQueryStore, openStore } from '../../../gateway/store/open-store.ts'
import { aRecord } from '../store/contract.ts'
import { aTicket, openRunning, queryOnce, trusting } from './running-queries.ts'

/** Records, store, engine and runner as a gateway has them, and a way to ask; 120 invented patients, 3 of them men. */
async function openAll(t: Test) {
  const place = { store: 'sqlite', data: t.testdir() }
  const [records, store] = [openStore(place), openQueryStore(place)]
  const engine = openEngine(records, { processes: 2, standbyMemory: 0 })
  const put = (n: number, gender: string) => {
    const json = JSON.stringify({ _id: `p${n}`, effective_time: 1, hash_id: `h${n}`, gender })
    return records.upsert({ ...aRecord(`p${n}`), json })
  }
  for (let n = 0; n < 120; n += 1) await put(n, n < 3 ? 'M' : 'F')
  const { queries } = openRunning(t, store, { engine, records, settings: trusting })
  t.teardown(async () => {
    await queries.close()
    await engine.close()
    await Promise.all([records.close(), store.close()])
  })
  const ask = async (more: Partial<NewQuery>) => {
    const query = await queryOnce(queries, (await queries.submit(aTicket(more))).id)
    return { ...query, result: query.resultId === undefined ? undefined : await queries.result(query.resultId) }
  }
  const runs = async () => {
    const entries = (await Array.fromAsync(store.audit.read())).map(({ text }) => JSON.parse(text))
    return entries.filter(({ event }) => event === 'ran')
  }
  return { queries, ask, runs, put }
}

const byGender = { map: 'function map(patient) { emit(patient.gender(), 1) }' }

t.test('from records to what leaves the clinic: counted, small cells left out, told to the audit log', async (t) => {
  const { ask, runs, put } = await openAll(t)
  t.match(await ask(byGender), { result: { values: '{"F":117}', suppressed: { cells: 1, minimum: 5 } } })
  t.match(await ask(byGender), { result: { values: '{"F":117}', suppressed: { cells: 1, minimum: 5 } } })
  await put(200, 'F')
  t.match(await ask(byGender), { result: { values: '{"F":118}' } }, 'a new record is a new answer')
  const sum = { map: "function map(patient) { emit('pressure', 130) }", filter: '{"gender":"M"}' }
  t.match(await ask(sum), { result: { values: '{}' } }, 'three patients are too few for any sum')
  t.match(await runs(), [
    { outcome: 'complete', recordsRead: 120, keysReturned: 1, suppressedCells: 1 },
    { outcome: 'cached', recordsRead: 0, keysReturned: 1, suppressedCells: 1 },
    { outcome: 'complete', recordsRead: 121 },
    { outcome: 'complete', recordsRead: 3, keysReturned: 0, suppressedCells: 1 },
  ])
})

t.test('what is wrong with a query fails it, and rows about patients do not leave', async (t) => {
  const { ask } = await openAll(t)
  const concat = 'function(key, values) { return [].concat.apply([], values) }'
  const cases = [
    { query: { map: 'function map(patient) { nothing() }' }, why: /^map, line 1.*ReferenceError/ },
    { query: { map: 'function map(patient) {' }, why: /SyntaxError/ },
    { query: { ...byGender, filter: '{"gender":' }, why: /^filter, / },
    { query: { map: 'function map(patient) { emit(patient.json._id, 50) }' }, why: /keys-per-patient/ },
    { query: { map: "function map(patient) { emit('all', [patient.json._id]) }", reduce: concat }, why: /list-length/ },
  ]
  for (const { query, why } of cases) t.match(await ask(query), { status: 'failed', errorMessage: why })
})

t.test('a query that never ends is cancelled, and others run on', async (t) => {
  const { queries, ask } = await openAll(t)
  const { id } = await queries.submit(aTicket({ map: 'function map(patient) { for (;;); }' }))
  await queryOnce(queries, id, ({ status }) => status === 'running')
  t.equal(await queries.cancel(id, 'enough'), true)
  t.match(await queryOnce(queries, id), { status: 'failed', errorMessage: 'enough' })
  t.match(await ask(byGender), { status: 'complete' })
})
