import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { fromNow, newId, now } from '../../../gateway/query/ids.ts'
import { textHash } from '../../../gateway/query/text-hash.ts'
import type { Change, Claim, Lease, QueryStore, StoredQuery } from '../../../gateway/store/query-store.ts'

/** A query that nobody has asked before, unless `map` says so. */
export function aQuery(more: Partial<StoredQuery> = {}): StoredQuery {
  const map = more.map ?? `function map(patient) { emit('${randomBytes(8).toString('hex')}', 1) }`
  const texts = { map, reduce: 'function(key, values) { return Array.sum(values) }', functions: null, filter: null }
  const times = { createdAt: now(), updatedAt: now() }
  const log = [{ id: newId(), message: 'Job enqueued', at: now() }]
  return {
    ...texts,
    id: newId(),
    textHash: textHash(texts),
    hub: 'hub.example',
    status: 'queued',
    held: false,
    log,
    ...times,
    ...more,
  }
}

const lease = (holder = 'one', milliseconds = 60_000): Lease => ({ holder, until: fromNow(milliseconds) })

const complete = (values = '{"all":12}', cacheKey?: string): Change => ({
  status: 'complete',
  messages: ['Job successful'],
  result: { values, suppressed: { cells: 2, minimum: 5 }, ...(cacheKey && { cacheKey }) },
})

const failed = (errorMessage = 'no reason'): Change => ({ status: 'failed', messages: ['Job failed'], errorMessage })

/** What every query store must do; `open` opens the same store again each time. It may hold what earlier tests left. */
export async function keepsTheQueryContract(t: Test, open: () => QueryStore) {
  const store = open()
  t.teardown(() => store.close())
  t.beforeEach(async () => {
    for (const { id } of await store.list(1)) await store.change(id, 'unfinished', failed())
    await store.prune({ before: fromNow(60_000), keep: 0 })
  })
  await givesBackQueries(t, store)
  await listsQueries(t, store)
  await lendsQueries(t, store, open)
  await changesQueries(t, store)
  await keepsResults(t, store)
  await keepsDecisions(t, store)
  await keepsTheAuditLog(t, store, open)
}

async function givesBackQueries(t: Test, store: QueryStore) {
  await t.test('a query comes back as it was kept', async (t) => {
    const plain = aQuery()
    const full = aQuery({
      functions: 'var ä = "\u2028 \u0000 👩‍⚕️"\r\n',
      filter: '{"a.$b": 1}',
      requestId: 'r 1',
      held: true,
    })
    for (const query of [plain, full]) {
      await store.add(query)
      t.strictSame(await store.get(query.id), query)
    }
    t.equal(await store.unfinished(), 2)
  })
  await t.test('the same texts may be asked again, as another query', async (t) => {
    const first = aQuery()
    const second = { ...first, id: newId() }
    await store.add(first)
    await store.add(second)
    t.equal((await store.get(second.id))?.map, first.map)
    t.equal(await store.unfinished(), 2)
  })
  await t.test('an id that is not there is undefined', async (t) => {
    t.equal(await store.get(newId()), undefined)
    t.equal(await store.result(newId()), undefined)
    t.equal(await store.change(newId(), 'unfinished', failed()), false)
  })
}

async function listsQueries(t: Test, store: QueryStore) {
  await t.test(
    'the list holds every unfinished query and the newest finished ones, the newest change first',
    async (t) => {
      const ids: string[] = []
      for (let n = 0; n < 6; n += 1) {
        const at = fromNow(-100_000 + n * 1_000)
        const query = aQuery({ createdAt: at, updatedAt: at })
        ids.push(query.id)
        await store.add(query)
      }
      for (const id of ids.slice(0, 3)) await store.change(id, 'unfinished', failed())
      const listed = async (most: number) => (await store.list(most)).map(({ id }) => ids.indexOf(id))
      t.same((await listed(100)).slice(3), [5, 4, 3])
      t.same((await listed(100)).slice(0, 3).sort(), [0, 1, 2])
      t.same(await listed(1), [5, 4, 3])
      t.equal((await listed(5)).length, 5)
    },
  )
  await t.test('a summary has no texts', async (t) => {
    const query = aQuery({ requestId: 'r 1' })
    await store.add(query)
    const { map, reduce, functions, filter, log, ...summary } = query
    t.strictSame(await store.list(10), [summary])
  })
}

async function lendsQueries(t: Test, store: QueryStore, open: () => QueryStore) {
  await t.test('the oldest query is claimed first, and each only once', async (t) => {
    const queries = [3, 1, 2].map((n) => aQuery({ createdAt: fromNow(-10_000 + n * 1_000) }))
    for (const query of queries) await store.add(query)
    const claims = [await store.claim(lease()), await store.claim(lease()), await store.claim(lease())]
    t.same(
      claims.map((claim) => claim?.query.id),
      [1, 2, 0].map((place) => queries[place]?.id),
    )
    t.equal(await store.claim(lease()), undefined)
    t.match(claims[0], { holder: 'one', claims: 1, query: { status: 'running' } })
    t.same(
      claims[0]?.query.log.map(({ message }) => message),
      ['Job enqueued', 'Job running'],
    )
  })
  await t.test('of many claims at the same time, by two stores, each query goes to one', async (t) => {
    const other = open()
    t.teardown(() => other.close())
    const queries = Array.from({ length: 12 }, () => aQuery())
    for (const query of queries) await store.add(query)
    const takers = Array.from({ length: 8 }, (_, n) => takeAll(n % 2 ? store : other, `taker ${n}`))
    const taken = (await Promise.all(takers)).flat()
    t.same(taken.map(({ query }) => query.id).sort(), queries.map(({ id }) => id).sort())
    for (const { query, holder } of taken) t.ok(await store.extend(query.id, lease(holder)), 'and is its alone')
  })
  await t.test('a held query is not claimed, and one put off not before its time', async (t) => {
    const held = aQuery({ held: true })
    await store.add(held)
    t.equal(await store.claim(lease()), undefined)
    t.ok(await store.change(held.id, 'held', { status: 'queued', held: false, messages: [] }))
    t.match(await store.claim(lease()), { query: { id: held.id } })
    const putOff: Change = { status: 'queued', messages: ['Job rescheduled'], notBefore: fromNow(60_000) }
    t.ok(await store.change(held.id, { holder: 'one' }, putOff))
    t.equal(await store.claim(lease()), undefined)
  })
  await t.test('a lease that runs out goes to another; the first holder can do nothing more', async (t) => {
    const { id } = await added(store)
    t.ok(await store.claim(lease('one', -1)))
    t.match(await store.claim(lease('two')), { query: { id }, holder: 'two', claims: 2 })
    t.equal(await store.claim(lease('three')), undefined)
    t.equal(await store.extend(id, lease('one')), false)
    t.same([await store.holds(id, 'one'), await store.holds(id, 'two')], [false, true])
    t.equal(await store.change(id, { holder: 'one' }, complete('{"late":1}')), false)
    t.equal(await store.change(id, { holder: 'two' }, complete('{"good":1}')), true)
    t.equal(await store.extend(id, lease('two')), false)
    t.equal(await store.change(id, { holder: 'two' }, complete('{"again":1}')), false)
    t.equal((await resultOf(store, id))?.values, '{"good":1}')
  })
  await t.test('a lease that is extended is kept', async (t) => {
    const { id } = await added(store)
    await store.claim(lease('one', 0))
    t.ok(await store.extend(id, lease('one')))
    t.equal(await store.claim(lease('two')), undefined)
  })
}

async function changesQueries(t: Test, store: QueryStore) {
  await t.test('a query that was cancelled is over, for its holder too', async (t) => {
    const { id } = await added(store)
    await store.claim(lease())
    t.ok(await store.change(id, 'unfinished', failed('cancelled by the hub')))
    t.equal(await store.change(id, 'unfinished', failed('again')), false)
    t.equal(await store.change(id, { holder: 'one' }, complete()), false)
    t.equal(await store.extend(id, lease('one')), false)
    t.equal(await store.holds(id, 'one'), false)
    t.match(await store.get(id), { status: 'failed', errorMessage: 'cancelled by the hub' })
    t.equal(await store.claim(lease()), undefined)
    t.equal(await store.unfinished(), 0)
  })
  await t.test('a query that is put back can be claimed again', async (t) => {
    const { id } = await added(store)
    await store.claim(lease())
    t.ok(await store.change(id, { holder: 'one' }, { status: 'queued', messages: ['Job rescheduled'] }))
    t.match(await store.claim(lease('two')), { query: { id }, claims: 2 })
    const messages = (await store.get(id))?.log.map(({ message }) => message)
    t.same(messages, ['Job enqueued', 'Job running', 'Job rescheduled', 'Job running'])
  })
  await t.test('only a query that waits for approval is changed as one', async (t) => {
    const { id } = await added(store)
    t.equal(await store.change(id, 'held', failed()), false)
  })
  await t.test('a change is later than what it changes', async (t) => {
    const query = aQuery({ createdAt: fromNow(-5_000), updatedAt: fromNow(-5_000) })
    await store.add(query)
    await store.change(query.id, 'unfinished', failed())
    t.ok(((await store.get(query.id))?.updatedAt ?? '') > query.updatedAt)
  })
}

async function keepsResults(t: Test, store: QueryStore) {
  await t.test('a complete query has its result, and the lists know it', async (t) => {
    const { id } = await added(store)
    await store.claim(lease())
    await store.change(id, { holder: 'one' }, complete('{"__proto__":1,"a.b":null,"$c":[1.5e-7]}'))
    const query = await store.get(id)
    t.match(query, { status: 'complete', resultId: /^[0-9a-f]{24}$/ })
    const { values, ...rest } = (await resultOf(store, id)) ?? { values: '' }
    t.equal(values, '{"__proto__":1,"a.b":null,"$c":[1.5e-7]}')
    t.match(rest, { id: query?.resultId, queryId: id, suppressed: { cells: 2, minimum: 5 } })
    t.strictSame(await store.results(10), [rest])
  })
  await t.test('a result of 4 MB is kept whole', async (t) => {
    const { id } = await added(store)
    await store.claim(lease())
    const values = JSON.stringify({ large: 'ä'.repeat(2_000_000) })
    await store.change(id, { holder: 'one' }, complete(values))
    t.ok((await resultOf(store, id))?.values === values)
  })
  await t.test('a result is found by its key', async (t) => {
    const key = randomBytes(8).toString('hex')
    const { id } = await added(store)
    t.equal(await store.cached(key), undefined)
    await store.claim(lease())
    await store.change(id, { holder: 'one' }, complete('{"a":1}', key))
    t.strictSame(await store.cached(key), { values: '{"a":1}', suppressed: { cells: 2, minimum: 5 }, cacheKey: key })
  })
  await t.test('what is over for long goes, and of the rest the oldest; nothing that is not over', async (t) => {
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) {
      const { id } = await added(store)
      ids.push(id)
      await store.claim(lease())
      if (n < 4) await store.change(id, { holder: 'one' }, complete(`{"n":${n}}`, `key ${id}`))
    }
    t.equal(await store.prune({ before: fromNow(-60_000), keep: 4 }), 0)
    t.equal(await store.prune({ before: fromNow(-60_000), keep: 3 }), 1)
    t.equal(await store.cached(`key ${ids[0]}`), undefined, 'its result goes with it')
    t.equal((await store.results(10)).length, 3)
    t.equal(await store.prune({ before: fromNow(60_000), keep: 10 }), 3)
    t.match(await store.list(10), [{ id: ids[4], status: 'running' }])
    t.equal((await store.results(10)).length, 0)
  })
}

async function keepsDecisions(t: Test, store: QueryStore) {
  await t.test('a decision is remembered, and another one replaces it', async (t) => {
    const { textHash } = aQuery()
    t.equal(await store.decision(textHash), undefined)
    const declined = { textHash, verdict: 'declined', why: 'names people', by: 'anna', at: now() } as const
    await store.decide(declined)
    t.strictSame(await store.decision(textHash), declined)
    const approved = { textHash, verdict: 'approved', by: 'berta', at: now() } as const
    await store.decide(approved)
    t.strictSame(await store.decision(textHash), approved)
    t.match(
      (await store.decisions()).filter((decision) => decision.textHash === textHash),
      [approved],
    )
  })
}

async function keepsTheAuditLog(t: Test, store: QueryStore, open: () => QueryStore) {
  await t.test('entries from two stores at the same time are one chain', async (t) => {
    const other = open()
    t.teardown(() => other.close())
    const before = (await store.audit.head())?.seq ?? 0
    const appending = Array.from({ length: 40 }, (_, n) =>
      (n % 2 ? store : other).audit.append({ event: 'wiped', at: now(), by: `person ${n}`, records: n }),
    )
    const links = await Promise.all(appending)
    t.same(
      links.map(({ seq }) => seq).sort((a, b) => a - b),
      Array.from({ length: 40 }, (_, n) => before + n + 1),
    )
    const read = await Array.fromAsync(store.audit.read(before))
    t.strictSame(
      read,
      links.toSorted((a, b) => a.seq - b.seq),
    )
    t.strictSame(await other.audit.head(), { seq: read.at(-1)?.seq, hash: read.at(-1)?.hash })
  })
  await t.test('the texts of a query are kept for the log when the query is gone', async (t) => {
    const query = await added(store)
    await store.change(query.id, 'unfinished', failed())
    await store.prune({ before: fromNow(60_000), keep: 0 })
    t.equal(await store.get(query.id), undefined)
    const { map, reduce, functions, filter } = query
    t.strictSame({ ...(await store.audit.texts(query.textHash)) }, { map, reduce, functions, filter })
    t.equal(await store.audit.texts('0'.repeat(64)), undefined)
  })
  await t.test('a closed store takes nothing more', async (t) => {
    const other = open()
    await other.unfinished()
    await other.close()
    await other.close()
    await t.rejects(other.add(aQuery()), { name: 'StoreUnavailable' })
    await t.rejects(other.list(1), { name: 'StoreUnavailable' })
  })
}

async function added(store: QueryStore): Promise<StoredQuery> {
  const query = aQuery()
  await store.add(query)
  return query
}

async function takeAll(store: QueryStore, holder: string): Promise<Claim[]> {
  const taken: Claim[] = []
  // Where others are quicker a claim may come back empty-handed though there is more.
  for (let misses = 0; misses < 5; ) {
    const claim = await store.claim(lease(holder))
    if (claim) taken.push(claim)
    else misses += 1
  }
  return taken
}

async function resultOf(store: QueryStore, id: string) {
  return store.result((await store.get(id))?.resultId ?? '')
}
