import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { fromNow, now } from '../../../gateway/query/ids.ts'
import { QueryFailed } from '../../../gateway/query/query-failed.ts'
import { textHash } from '../../../gateway/query/text-hash.ts'
import type { Change } from '../../../gateway/store/query-store.ts'
import { StoreUnavailable } from '../../../gateway/store/record-store.ts'
import { sqliteQueryStore } from '../../../gateway/store/sqlite-query-store.ts'
import { aQuery } from '../store/query-contract.ts'
import {
  answerOf,
  aTicket,
  clinic,
  endless,
  engineOf,
  messagesOf,
  open,
  openRunning,
  queryOnce,
  quick,
  trusting,
} from './running-queries.ts'

function openStore(t: Test) {
  const store = sqliteQueryStore({ folder: t.testdir() })
  t.teardown(() => store.close())
  return store
}

const entriesOf = async (store: ReturnType<typeof openStore>) =>
  (await Array.fromAsync(store.audit.read())).map(({ text }) => JSON.parse(text))

t.test('a query is kept, run and answered', async (t) => {
  const store = openStore(t)
  const { queries } = openRunning(t, store)
  const submitted = await queries.submit(aTicket({ requestId: 'r' }))
  t.match(submitted, { status: 'queued', held: false, id: /^[0-9a-f]{24}$/, hub: 'hub.example', requestId: 'r' })
  const query = await queryOnce(queries, submitted.id)
  t.match(query, { status: 'complete' })
  t.same(messagesOf(query), ['Job enqueued', 'Job running', 'Job successful'])
  const result = await queries.result(query.resultId ?? '', 'hub.example')
  t.match(result, { queryId: query.id, values: '{"all":12}', suppressed: { cells: 0, minimum: 0 } })
  t.match(await queries.list(), [{ id: query.id, status: 'complete' }])
  t.equal((await queries.results()).length, 1)
  const { textHash: hash } = (await store.get(query.id)) ?? {}
  t.match(await entriesOf(store), [
    { seq: 1, event: 'submitted', by: 'hub.example', query: query.id, textHash: hash },
    {
      seq: 2,
      event: 'ran',
      outcome: 'complete',
      recordsRead: 100,
      keysReturned: 1,
      suppressedCells: 0,
      resultBytes: 10,
    },
    { seq: 3, event: 'fetched', by: 'hub.example', query: query.id },
  ])
})

t.test('the policy is applied before anybody can see the result', async (t) => {
  const store = openStore(t)
  const engine = engineOf(async () => answerOf({ many: 12, few: 2 }))
  const { queries } = openRunning(t, store, { engine, settings: trusting })
  const { resultId } = await queryOnce(queries, (await queries.submit(aTicket())).id)
  t.match(await queries.result(resultId ?? ''), { values: '{"many":12}', suppressed: { cells: 1, minimum: 5 } })
})

t.test('what fails in the engine fails the query with its message', async (t) => {
  const store = openStore(t)
  const engine = engineOf(async () => {
    throw new QueryFailed('map, line 3: x is not defined')
  })
  const { queries } = openRunning(t, store, { engine })
  const query = await queryOnce(queries, (await queries.submit(aTicket())).id)
  t.match(query, { status: 'failed', errorMessage: 'map, line 3: x is not defined' })
  t.same(messagesOf(query).slice(2), ['Job error - Error: map, line 3: x is not defined', 'Job failed'])
  t.match((await entriesOf(store)).at(-1), { event: 'ran', outcome: 'failed', why: 'map, line 3: x is not defined' })
})

t.test('an internal error fails the query and tells nobody what it quotes', async (t) => {
  const store = openStore(t)
  const engine = engineOf(async () => {
    throw new TypeError('SECRET is not iterable')
  })
  const { queries, lines } = openRunning(t, store, { engine })
  const query = await queryOnce(queries, (await queries.submit(aTicket())).id)
  t.match(query, { status: 'failed', errorMessage: /internal error/ })
  t.notMatch(JSON.stringify([query, lines, await entriesOf(store)]), 'SECRET')
})

t.test('a store that is away is tried again, and not for ever', async (t) => {
  const store = openStore(t)
  let tries = 0
  const engine = engineOf(async () => {
    tries += 1
    if (tries < 4) throw new StoreUnavailable('records', undefined)
    return answerOf({ all: 12 })
  })
  const { queries } = openRunning(t, store, { engine })
  const query = await queryOnce(queries, (await queries.submit(aTicket())).id)
  t.match(query, { status: 'complete' })
  t.equal(messagesOf(query).filter((message) => message === 'Job rescheduled').length, 3)
  tries = -100
  const hopeless = await queryOnce(queries, (await queries.submit(aTicket({ map: 'another' }))).id)
  t.match(hopeless, { status: 'failed', errorMessage: /could not read its records/ })
})

t.test('no more queries run at a time than the site allows, the oldest first', async (t) => {
  const store = openStore(t)
  let running = 0
  let most = 0
  const order: string[] = []
  const engine = engineOf(async ({ map }) => {
    order.push(map)
    most = Math.max(most, ++running)
    await sleep(20)
    running -= 1
    return answerOf({ all: 12 })
  })
  const { queries } = openRunning(t, store, { engine, settings: { ...open, parallel: 2 } })
  const maps = Array.from({ length: 6 }, (_, n) => `map ${n}`)
  const ids: string[] = []
  for (const map of maps) ids.push((await queries.submit(aTicket({ map }))).id)
  for (const id of ids) t.match(await queryOnce(queries, id), { status: 'complete' })
  t.equal(most, 2)
  t.same(order.toSorted(), maps)
})

t.test('the same question about the same records is answered without the engine', async (t) => {
  const store = openStore(t)
  let [runs, version] = [0, 'one']
  const engine = engineOf(async () => answerOf({ all: 100 + ++runs, few: 1 }))
  const { queries } = openRunning(t, store, { engine, records: { version: async () => version }, settings: trusting })
  const ask = async (more = {}) => {
    const { resultId } = await queryOnce(queries, (await queries.submit(aTicket(more))).id)
    return queries.result(resultId ?? '')
  }
  const first = await ask()
  const second = await ask({ hub: 'other.example' })
  t.equal(runs, 1)
  t.equal(second?.values, first?.values)
  t.not(second?.id, first?.id, 'it is a result of its own')
  t.same(second?.suppressed, first?.suppressed)
  t.match((await entriesOf(store)).at(-1), { event: 'ran', by: 'other.example', outcome: 'cached', suppressedCells: 1 })
  await ask({ filter: '{}' })
  t.equal(runs, 2, 'another filter is another question')
  version = 'two'
  t.equal((await ask())?.values, '{"all":103}')
  t.equal(runs, 3, 'other records are another answer')
})

t.test('an answer from records that changed meanwhile answers nothing else', async (t) => {
  const store = openStore(t)
  let runs = 0
  const engine = engineOf(async () => answerOf({ all: ++runs }))
  let version = 0
  const { queries } = openRunning(t, store, { engine, records: { version: async () => String(version++ === 0) } })
  await queryOnce(queries, (await queries.submit(aTicket())).id)
  await queryOnce(queries, (await queries.submit(aTicket())).id)
  t.equal(runs, 2)
})

t.test('a query can be cancelled while it waits and while it runs, also by another process', async (t) => {
  const store = openStore(t)
  let stopped = 0
  const engine = engineOf((texts, limits, signal) => {
    signal.addEventListener('abort', () => {
      stopped += 1
    })
    return endless(texts, limits, signal)
  })
  const { queries } = openRunning(t, store, { engine, settings: { ...open, parallel: 2 } })
  const beside = openRunning(t, store, { settings: { ...open, parallel: 0 } }).queries
  const ids: string[] = []
  for (const map of ['a', 'b', 'c']) ids.push((await queries.submit(aTicket({ map }))).id)
  const [here, there, waiting] = ids as [string, string, string]
  for (const id of [here, there]) await queryOnce(queries, id, ({ status }) => status === 'running')
  t.equal(await queries.cancel(waiting, 'not needed', 'hub.example'), true)
  t.equal(await queries.cancel(here, 'not needed', 'hub.example'), true)
  t.equal(await beside.cancel(there, 'cancelled at the clinic', 'anna'), true)
  t.equal(await beside.cancel(there, 'again'), false)
  for (const [id, reason] of [
    [here, 'not needed'],
    [there, 'cancelled at the clinic'],
    [waiting, 'not needed'],
  ] as const) {
    const query = await queryOnce(queries, id)
    t.match(query, { status: 'failed', errorMessage: reason })
    t.same(messagesOf(query).slice(-2), ['Job canceled', 'Job failed'])
  }
  for (const deadline = Date.now() + 10_000; stopped < 2 && Date.now() < deadline; ) await sleep(10)
  t.equal(stopped, 2, 'what ran was stopped')
  const entries = await entriesOf(store)
  t.match(
    entries.filter(({ event }) => event === 'cancelled'),
    [
      { by: 'hub.example', query: waiting },
      { by: 'hub.example', query: here },
      { by: 'anna', query: there, why: 'cancelled at the clinic' },
    ],
  )
})

t.test('closing stops what runs, and it runs again afterwards', async (t) => {
  const store = openStore(t)
  const first = openRunning(t, store, { engine: engineOf(endless) })
  const { id } = await first.queries.submit(aTicket())
  await queryOnce(first.queries, id, ({ status }) => status === 'running')
  await first.queries.close()
  t.match(await store.get(id), { status: 'queued' })
  const { queries } = openRunning(t, store)
  t.match(await queryOnce(queries, id), { status: 'complete' })
})

t.test(
  'a query whose gateway is no more is taken over when its lease runs out, and its late end is not heard',
  async (t) => {
    const store = openStore(t)
    const { id } = await openRunning(t, store, { settings: { ...open, parallel: 0 } }).queries.submit(aTicket())
    t.ok(await store.claim({ holder: 'dead', until: now() }))
    const { queries } = openRunning(t, store)
    t.match(await queryOnce(queries, id), { status: 'complete' })
    const late: Change = { status: 'failed', messages: [], errorMessage: 'late' }
    t.equal(await store.change(id, { holder: 'dead' }, late), false)
  },
)

t.test('a query that ends its gateway again and again is given up', async (t) => {
  const store = openStore(t)
  const { id } = await openRunning(t, store, { settings: { ...open, parallel: 0 } }).queries.submit(aTicket())
  for (let n = 0; n < 8; n += 1) {
    await store.claim({ holder: 'dead', until: now() })
    await sleep(2)
  }
  const { queries } = openRunning(t, store)
  t.match(await queryOnce(queries, id), { status: 'failed', errorMessage: /begun 8 times/ })
})

t.test('a text runs only once it was approved, and then whenever it is asked', async (t) => {
  const store = openStore(t)
  const { queries } = openRunning(t, store, { settings: clinic })
  const waiting = await queries.submit(aTicket())
  t.match(waiting, { status: 'queued', held: true })
  const other = await queries.submit(aTicket({ map: 'declined' }))
  await sleep(quick.poll * 3)
  t.match(await queries.get(waiting.id), { status: 'queued', held: true })
  await store.decide({ textHash: textHash(aTicket()), verdict: 'approved', by: 'anna', at: now() })
  await store.decide({ textHash: textHash(other), verdict: 'declined', why: 'too many keys', by: 'anna', at: now() })
  t.match(await queryOnce(queries, waiting.id), { status: 'complete', held: false })
  const declined = { status: 'failed', held: false, errorMessage: 'the clinic declined this query: too many keys' }
  t.match(await queryOnce(queries, other.id), declined)
  t.match(await queries.submit(aTicket()), { held: false })
  t.match(await queries.submit(aTicket({ map: 'declined' })), declined)
  t.match(await queries.submit(aTicket({ filter: '{"x":1}' })), { held: true }, 'another filter is another text')
})

t.test('texts that were changed in the store do not run under their hash', async (t) => {
  const folder = t.testdir()
  const store = sqliteQueryStore({ folder })
  t.teardown(() => store.close())
  const { queries } = openRunning(t, store, { settings: clinic })
  const { id } = await queries.submit(aTicket())
  const db = new DatabaseSync(join(folder, 'queries.sqlite'))
  db.exec("UPDATE texts SET map = 'function map(p) { emit(p.json, 1) }'")
  db.close()
  await store.decide({ textHash: textHash(aTicket()), verdict: 'approved', by: 'anna', at: now() })
  t.match(await queryOnce(queries, id), { status: 'failed', errorMessage: /texts were changed/ })
})

t.test('an approval that was taken back binds a query that was let go before', async (t) => {
  const store = openStore(t)
  const settings = { ...clinic, parallel: 0 }
  await store.decide({ textHash: textHash(aTicket()), verdict: 'approved', by: 'anna', at: now() })
  const { id } = await openRunning(t, store, { settings }).queries.submit(aTicket())
  await store.decide({ textHash: textHash(aTicket()), verdict: 'declined', why: 'a mistake', by: 'anna', at: now() })
  const { queries } = openRunning(t, store, { settings: clinic })
  t.match(await queryOnce(queries, id), { status: 'failed', errorMessage: /a mistake/ })
})

t.test('what nobody decides on for as long as results are kept fails', async (t) => {
  const store = openStore(t)
  const old = aQuery({ held: true, createdAt: fromNow(-91 * 24 * 3_600_000) })
  await store.add(old)
  const { queries } = openRunning(t, store, { settings: clinic })
  const { id } = await queries.submit(aTicket())
  t.match(await queryOnce(queries, old.id), { status: 'failed', held: false, errorMessage: /nobody .* decided/ })
  t.match(await queries.get(id), { held: true })
})

t.test('where a site stops asking for approval, what waits runs; where it begins to, what waits is held', async (t) => {
  const store = openStore(t)
  const strict = openRunning(t, store, { settings: clinic }).queries
  const held = await strict.submit(aTicket())
  await strict.close()
  const unheld = await openRunning(t, store, { settings: { ...trusting, parallel: 0 } }).queries.submit(
    aTicket({ map: 'b' }),
  )
  const later = openRunning(t, store, { settings: trusting }).queries
  for (const { id } of [held, unheld]) t.match(await queryOnce(later, id), { status: 'complete' })
  await later.close()
  const third = await openRunning(t, store, { settings: { ...trusting, parallel: 0 } }).queries.submit(
    aTicket({ map: 'c' }),
  )
  const again = openRunning(t, store, { settings: clinic }).queries
  t.match(await queryOnce(again, third.id, (query) => query.held), { status: 'queued' })
})

t.test('what no query can be is refused', async (t) => {
  const { queries } = openRunning(t, openStore(t))
  const blank = { name: 'QueryRefused', reason: 'blank' }
  await t.rejects(queries.submit(aTicket({ map: ' \n' })), { ...blank, message: "map can't be blank" })
  await t.rejects(queries.submit(aTicket({ map: '', reduce: '' })), {
    ...blank,
    message: "map can't be blank,reduce can't be blank",
  })
  await t.rejects(queries.submit(aTicket({ functions: 'x'.repeat(4_000_001) })), {
    name: 'QueryRefused',
    reason: 'too large',
  })
})

t.test('what is over is kept for as long as the site says', async (t) => {
  const store = openStore(t)
  const first = openRunning(t, store)
  for (const map of ['a', 'b', 'c']) await queryOnce(first.queries, (await first.queries.submit(aTicket({ map }))).id)
  await first.queries.close()
  const { queries } = openRunning(t, store, { settings: { ...open, retention: { days: 1, queries: 1 } } })
  for (const deadline = Date.now() + 10_000; Date.now() < deadline && (await queries.list()).length > 1; )
    await sleep(10)
  t.equal((await queries.list()).length, 1)
  t.equal((await queries.results()).length, 1)
})
