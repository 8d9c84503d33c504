// Queries that use too much. After each, the same engine must answer the next one rightly.
import t from 'tap'
import { type Asked, during, openAttacked } from './querying.ts'

const { run, answersAsEver } = await openAttacked(t)

t.test('what uses too much ends with the limit that it went beyond', async (t) => {
  const time = 'the query took longer than 0.7 s'
  const memory = 'the query used more than 64 MiB of memory'
  const keys = 'the query emitted more than 1000 different keys'
  const cases: { says: string; query: Asked; told: string | RegExp }[] = [
    { says: 'an endless loop', query: { map: during('for (;;);') }, told: time },
    {
      says: 'an endless loop in reduce',
      query: { map: during('emit(1, 1)'), reduce: 'function () { for (;;); }' },
      told: time,
    },
    { says: 'an endless loop at the top', query: { map: 'for (;;);' }, told: time },
    {
      says: 'an endless loop behind reduce',
      query: { map: during(''), reduce: 'function () {}\nfor (;;);' },
      told: time,
    },
    { says: 'a catastrophic regular expression', query: { map: during('/(x+x+)+y/.test(p.json.pad)') }, told: time },
    { says: 'a catastrophic filter', query: { map: during(''), filter: '{"pad":{"$regex":"(x+x+)+y"}}' }, told: time },
    { says: 'a getter that never answers', query: { map: during('emit(1, { get a() { for (;;); } })') }, told: time },
    {
      says: 'a list without end',
      query: { map: during('emit(1, new Array(4294967295))') },
      told: /took longer|memory/,
    },
    {
      says: 'a heap of objects',
      query: { map: during('for (var a = [];;) a.push({ a: [a.length] })') },
      told: memory,
    },
    {
      says: 'a heap of texts',
      query: { map: during('for (var a = [];;) a.push(String(a.length).repeat(100000))') },
      told: memory,
    },
    {
      says: 'a heap of emitted values',
      query: {
        map: during('for (var i = 0;; i = (i + 1) % 900) emit(i, [String(Math.random()).repeat(1000)])'),
        reduce: 'function (k, v) { return v }',
      },
      told: /memory|took longer/,
    },
    {
      says: 'a heap kept over all patients',
      query: { map: 'kept = []; function map(p) { for (;;) kept.push({ p: p }) }' },
      told: memory,
    },
    { says: 'keys without end', query: { map: during('for (var i = 0;; i++) emit(i, 1)') }, told: keys },
    {
      says: 'keys without end, caught',
      query: { map: during('for (var i = 0;; i++) try { emit("k" + i, 1) } catch (e) { if (i > 2000) return }') },
      told: keys,
    },
    { says: 'a huge key', query: { map: during('emit("k".repeat(201), 1)') }, told: /key longer than 200 characters/ },
    {
      says: 'a huge key of brackets',
      query: { map: during('emit(JSON.parse("[" + "[],".repeat(1e5) + "1]"), 1)') },
      told: /key longer than 200 characters/,
    },
    {
      says: 'a huge result',
      query: { map: during('emit("k", "x".repeat(600000))'), reduce: 'function (k, v) { return v.join("") }' },
      told: 'the result is larger than 1000000 bytes',
    },
    {
      says: 'a value that holds itself',
      query: { map: during('var a = {}; a.a = a; emit("k", a)') },
      told: /holds itself/,
    },
    {
      says: 'a key that holds itself',
      query: { map: during('var a = []; a.push(a); emit(a, 1)') },
      told: /holds itself/,
    },
    {
      says: 'deep recursion',
      query: { map: during('(function f() { f() })()') },
      told: /^map, line 1, column \d+: RangeError$/,
    },
    {
      says: 'deep recursion, caught',
      query: { map: during('function f() { try { f() } finally { f() } } f()') },
      told: time,
    },
    {
      says: 'a proxy without end',
      query: { map: during('emit(1, new Proxy({}, { ownKeys: function () { for (;;); } }))') },
      told: time,
    },
    {
      says: 'a deeply nested text',
      query: { map: `function map() { ${'('.repeat(1e5)} }` },
      told: /^(map|the process)/,
    },
  ]
  for (const { says, query, told } of cases) {
    // Where time is not what runs out, a busy machine may take it.
    const seconds = String(told).includes('took longer') ? 0.7 : 60
    t.test(says, async (t) => {
      await t.rejects(run(query, { time: 1000 * seconds, memory: 64 }), { name: 'QueryFailed', message: told })
      await answersAsEver(t)
    })
  }
})

t.test('memory outside of the heap is watched, too', async (t) => {
  // Formatters of dates live in native memory.
  const map = during(
    'for (var a = [];;) a.push(new Date().toLocaleString("en", { timeZone: "UTC", hour: a.length % 2 ? "numeric" : "2-digit" }))',
  )
  await t.rejects(run({ map }, { time: 3000, memory: 64 }), { name: 'QueryFailed' })
  await answersAsEver(t)
})

t.test('other queries are answered while attacks run', async (t) => {
  const attack = run({ map: during('for (;;);') }, { time: 3000 })
  await answersAsEver(t)
  await t.rejects(attack, { message: 'the query took longer than 3 s' })
})
