import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import type { RecordStore, RecordText } from '../../../gateway/store/record-store.ts'

type Marks = { time?: number | null; hash?: string; text?: string }

/** Whether the store tells unchanged records, and a quicker way to fill it where upserts are slow. */
type Differences = { unchanged: boolean; seed?(records: RecordText[]): Promise<void> }

/** A small record; `text` makes two of one `_id` differ. */
export function aRecord(id: string, { time = 1_000, hash = 'person', text = '' }: Marks = {}): RecordText {
  const json = JSON.stringify({ _id: id, effective_time: time, hash_id: hash, allergies: [{ description: text }] })
  return { _id: id, effective_time: time, hash_id: hash, json }
}

/** What every record store must do; `open` opens the same empty store again each time. */
export async function keepsTheContract(t: Test, open: () => RecordStore, differences: Differences) {
  const store = open()
  t.teardown(() => store.close())
  t.beforeEach(async () => void (await store.wipe()))

  await keepsTheNewest(t, store, differences)
  await givesBackWhatItGot(t, store)
  await answersForAll(t, store, open, differences)
  await standsCrowds(t, store)
  await tellsItsVersion(t, store, open, differences)
}

async function keepsTheNewest(t: Test, store: RecordStore, differences: Differences) {
  const cases = [
    { says: 'an older record', stored: 2_000, posted: 1_000, outcome: 'stale' },
    { says: 'a record of a second earlier', stored: 2_000, posted: 1_999, outcome: 'stale' },
    { says: 'a record of the same time', stored: 2_000, posted: 2_000, outcome: 'replaced' },
    { says: 'a newer record', stored: 1_000, posted: 2_000, outcome: 'replaced' },
    { says: 'a record from before 1970', stored: 0, posted: -86_400, outcome: 'stale' },
    { says: 'a record without time over a dated one', stored: 1_000, posted: null, outcome: 'stale' },
    { says: 'a record without time over one of 1969', stored: -1, posted: null, outcome: 'stale' },
    { says: 'a dated record over one without time', stored: null, posted: 1_000, outcome: 'replaced' },
    { says: 'a record without time over another', stored: null, posted: null, outcome: 'replaced' },
  ]
  for (const { says, stored, posted, outcome } of cases) {
    await t.test(`K20: ${says} is ${outcome}`, async (t) => {
      const [first, second] = [aRecord('a', { time: stored, text: 'one' }), aRecord('a', { time: posted, text: 'two' })]
      t.match(await store.upsert(first), { outcome: 'inserted', otherPerson: false })
      t.match(await store.upsert(second), { outcome, otherPerson: false })
      t.equal(await store.get('a'), outcome === 'stale' ? first.json : second.json)
      t.equal(await store.count(), 1)
    })
  }
  await t.test('a record without the field counts as one without time', async (t) => {
    await store.upsert({ ...aRecord('a', { time: null }), json: '{"_id":"a","hash_id":"person"}' })
    t.match(await store.upsert(aRecord('a', { time: null })), { outcome: 'replaced' })
    t.match(await store.upsert(aRecord('a', { time: -5 })), { outcome: 'replaced' })
  })
  await t.test('the same text again changes nothing', async (t) => {
    await store.upsert(aRecord('a'))
    t.equal((await store.upsert(aRecord('a'))).outcome, differences.unchanged ? 'unchanged' : 'replaced')
    t.equal(await store.count(), 1)
  })
  await t.test('another person under the same id is told, whether the record is taken or not', async (t) => {
    await store.upsert(aRecord('a', { hash: 'one' }))
    t.same(await store.upsert(aRecord('a', { hash: 'two' })), { outcome: 'replaced', otherPerson: true })
    t.same(await store.upsert(aRecord('a', { hash: 'one', time: 1 })), { outcome: 'stale', otherPerson: true })
    t.same(await store.upsert(aRecord('a', { hash: 'two', text: 'x' })), { outcome: 'replaced', otherPerson: false })
  })
}

async function givesBackWhatItGot(t: Test, store: RecordStore) {
  await t.test('what is not there is undefined', async (t) => t.equal(await store.get('nobody'), undefined))

  const texts = {
    'numbers of every kind': '{"_id":"x","n":[0,-1,1.5,1e-7,1e+300,2147483648,-2147483649,9007199254740991,5e-324]}',
    'the order of keys': '{"_id":"x","zeta":1,"alpha":2,"mid":{"b":1,"a":2}}',
    'null, empty and false': '{"_id":"x","a":null,"b":[],"c":{},"d":"","e":false,"f":[null]}',
    'letters of all alphabets': JSON.stringify({ _id: 'x', name: 'Zoë Ångström 李小龍 👩‍⚕️ \u2028 \u0001 "\\' }),
  }
  for (const [says, json] of Object.entries(texts)) {
    await t.test(`${says} come back as they were`, async (t) => {
      await store.upsert({ _id: 'x', effective_time: null, hash_id: null, json })
      t.equal(await store.get('x'), json)
    })
  }
  await t.test('an id may be any text', async (t) => {
    const ids = ['507f1f77bcf86cd799439011', 'Zoë 👩‍⚕️', "a'b", '1.5', '$x', ' ']
    for (const _id of ids) await store.upsert({ ...aRecord('x'), _id, json: JSON.stringify({ _id }) })
    for (const _id of ids) t.equal(await store.get(_id), JSON.stringify({ _id }))
  })
  await t.test('a record of 10 MB is kept whole', async (t) => {
    const large = aRecord('large', { text: 'ä'.repeat(5_000_000) })
    await store.upsert(large)
    t.equal(digest(await store.get('large')), digest(large.json))
    t.equal(digest((await collect(store.scan()))[0]), digest(large.json))
  })
}

async function answersForAll(t: Test, store: RecordStore, open: () => RecordStore, { seed }: Differences) {
  await t.test('an empty store scans to nothing', async (t) => {
    t.same(await collect(store.scan()), [])
    t.equal(await store.count(), 0)
    t.equal(await store.wipe(), 0)
  })
  await t.test('a scan of thousands gives each record once, in order of id', async (t) => {
    const ids = Array.from({ length: 3_000 }, (_, n) => `${(n * 7919) % 3_000}-é`)
    await (seed ? seed(ids.map((id) => aRecord(id))) : Promise.all(ids.map((id) => store.upsert(aRecord(id)))))
    t.equal(await store.count(), ids.length)
    const seen = (await collect(store.scan())).map((json): string => JSON.parse(json)._id)
    t.same(seen, [...ids].sort())
    const pages = await collect(store.pages())
    t.same(
      pages.flat().map((bytes): string => JSON.parse(Buffer.from(bytes).toString())._id),
      seen,
      'as bytes, too',
    )
  })
  await t.test('pages end after about a million characters, and hold a larger record alone', async (t) => {
    const lengths = [400_000, 400_000, 400_000, 3_000_000, 10]
    for (const [n, length] of lengths.entries()) await store.upsert(aRecord(`${n}`, { text: 'x'.repeat(length) }))
    const pages = await collect(store.pages())
    t.same(
      pages.map((page) => page.length),
      [3, 1, 1],
    )
  })
  await t.test('a scan may be left early, and begun again', async (t) => {
    for (const id of ['a', 'b', 'c']) await store.upsert(aRecord(id))
    for await (const json of store.scan()) {
      t.match(json, '"_id":"a"')
      break
    }
    t.equal((await collect(store.scan())).length, 3)
  })
  await t.test('two stores on the same records see each other at once, a wipe too', async (t) => {
    const other = open()
    t.teardown(() => other.close())
    await store.upsert(aRecord('a'))
    t.equal(await other.get('a'), aRecord('a').json)
    t.match(await other.upsert(aRecord('a', { time: 1 })), { outcome: 'stale' })
    await other.upsert(aRecord('b'))
    t.equal(await store.count(), 2)
    t.equal(await store.wipe(), 2)
    t.same([await other.count(), await other.get('b')], [0, undefined])
    t.match(await other.upsert(aRecord('b', { time: 1 })), { outcome: 'inserted' })
    t.equal(await store.count(), 1)
  })
  await t.test('a closed store takes nothing more', async (t) => {
    const other = open()
    await other.upsert(aRecord('a'))
    await other.close()
    await other.close()
    await t.rejects(other.upsert(aRecord('b')), { name: 'StoreUnavailable' })
    await t.rejects(other.count(), { name: 'StoreUnavailable' })
    t.equal(await store.count(), 1)
  })
}

async function standsCrowds(t: Test, store: RecordStore) {
  await t.test('200 records at the same time are 200 records', async (t) => {
    const outcomes = await Promise.all(numbers(200).map((n) => store.upsert(aRecord(`id ${n}`))))
    t.ok(outcomes.every(({ outcome }) => outcome === 'inserted'))
    t.equal(await store.count(), 200)
  })
  await t.test('of 200 records of one id at the same time the newest stays', async (t) => {
    const shuffled = numbers(200).map((n) => ((n * 73) % 200) + 1)
    const outcomes = await Promise.all(shuffled.map((time) => store.upsert(aRecord('a', { time, text: `${time}` }))))
    t.equal(outcomes.filter(({ outcome }) => outcome === 'inserted').length, 1)
    t.equal(await store.get('a'), aRecord('a', { time: 200, text: '200' }).json)
    t.equal(await store.count(), 1)
  })
}

async function tellsItsVersion(t: Test, store: RecordStore, open: () => RecordStore, { unchanged }: Differences) {
  await t.test('each change gives a version of its own, also to another store on the same records', async (t) => {
    const other = open()
    t.teardown(() => other.close())
    const changes = [
      () => store.upsert(aRecord('a')),
      () => store.upsert(aRecord('a', { text: 'x' })),
      () => other.upsert(aRecord('b')),
      () => store.wipe(),
      () => store.upsert(aRecord('a')),
    ]
    const seen = new Set([await steady(store)])
    for (const change of changes) {
      await change()
      seen.add(await other.version())
    }
    t.equal(seen.size, changes.length + 1)
  })
  await t.test('while nothing is changed the version stays, and outlives the store that made it', async (t) => {
    const other = open()
    await other.upsert(aRecord('a', { time: 2 }))
    await other.close()
    const version = await steady(store)
    await store.get('a')
    await collect(store.scan())
    t.equal(await store.version(), version)
    const third = open()
    t.teardown(() => third.close())
    t.equal(await third.version(), version)
    if (!unchanged) return
    await store.upsert(aRecord('a', { time: 2 }))
    t.match(await store.upsert(aRecord('a', { time: 1, text: 'older' })), { outcome: 'stale' })
    t.equal(await store.version(), version, 'what changes nothing leaves it as it is')
  })
}

/** The version once it has come to rest: it may differ from reading to reading just after a write. */
async function steady(store: RecordStore): Promise<string> {
  for (let version = await store.version(); ; await sleep(50)) {
    const before = version
    version = await store.version()
    if (version === before) return version
  }
}

async function collect<Item>(records: AsyncIterable<Item>): Promise<Item[]> {
  return Array.fromAsync(records)
}

function numbers(length: number): number[] {
  return Array.from({ length }, (_, n) => n)
}

function digest(text = ''): string {
  return createHash('sha256').update(text).digest('hex')
}
