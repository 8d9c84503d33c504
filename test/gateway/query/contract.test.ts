// The map/reduce contract: gateway-api.md sections 6.1 and 7.1.
import t from 'tap'
import { type Asked, numbered, openQuerying, type TestRecord } from './querying.ts'

type Case = { says: string; query: Asked; records?: TestRecord[]; answer: Record<string, unknown> }

const first = 'function (key, values) { return values[0] }'
const one = [{ n: 0, gender: 'F', first: 'Nobody' }]

const cases: Case[] = [
  {
    says: 'map sees each patient, reduce each key',
    query: { map: 'function map(patient) { emit(patient.json.n % 2 ? "odd" : "even", 1) }' },
    answer: { even: 5, odd: 5 },
  },
  { says: 'a query that emits nothing has an empty result', query: { map: 'function map() {}' }, answer: {} },
  {
    says: 'the value of a single-value key is the emitted one: reduce is not called',
    query: { map: 'function map() { emit("k", { a: 1 }) }', reduce: 'function () { return "reduced" }' },
    records: one,
    answer: { k: { a: 1 } },
  },
  {
    says: 'a key of many values is reduced in parts',
    query: {
      map: 'function map() { emit("most", 1); emit("sum", 1) }',
      reduce:
        'function (key, values) { return key === "sum" ? Array.sum(values) : Math.max.apply(null, values.concat(values.length)) }',
    },
    records: numbered(5000),
    answer: { most: 1000, sum: 5000 },
  },
  {
    says: 'reduce takes its own output',
    query: {
      map: 'function map(p) { emit("k", { count: 1, sum: p.json.n }) }',
      reduce: `function (key, values) {
        var result = { count: 0, sum: 0 }
        values.forEach(function (value) { result.count += value.count; result.sum += value.sum })
        return result
      }`,
    },
    records: numbered(2500),
    answer: { k: { count: 2500, sum: 3123750 } },
  },
  {
    says: 'keys of the same text and another kind are not merged, and the joined form names them',
    query: {
      map: `function map() {
        emit(45, 1); emit("45", 2); emit(true, 3); emit(null, 4)
        emit({ type: "group", gender: "F" }, 5); emit(["a", ["b"]], 6); emit(new Date(0), 7)
      }`,
    },
    records: numbered(2),
    answer: {
      '45.0': 2,
      '45': 4,
      true: 6,
      '': 8,
      type_group_gender_F: 10,
      a_b: 12,
      '1970-01-01 00:00:00 UTC': 14,
    },
  },
  {
    says: 'object keys in another order are other keys; the last one of a name counts',
    query: { map: 'function map() { emit({ a: "b", b: "a" }, 1); emit({ b: "a", a: "b" }, 10) }' },
    records: one,
    answer: { a_b_b_a: 1, b_a_a_b: 10 },
  },
  {
    says: 'reduce gets the key as it was emitted',
    query: {
      map: 'function map() { emit({ type: "group", when: new Date(0) }, 1) }',
      reduce: 'function (key, values) { return [key.type, key.when.getTime(), values.length] }',
    },
    records: numbered(2),
    answer: { 'type_group_when_1970-01-01 00:00:00 UTC': ['group', 0, 2] },
  },
  {
    says: 'emitted values are copies',
    query: {
      map: 'var shared; function map(p) { shared = { n: 1 }; emit("k", shared); shared.n = 2; emit("k", shared) }',
      reduce: 'function (key, values) { return values.map(function (v) { return v.n }) }',
    },
    records: one,
    answer: { k: [1, 2] },
  },
  {
    says: 'copies have own members only, no functions and no undefined ones; what is no number is null',
    query: {
      map: `function map() {
        var value = Object.create({ inherited: 1 })
        value.f = function () {}; value.u = undefined; value.nan = NaN; value.inf = -Infinity; value.n = null
        value.list = [undefined, function () {}, NaN, 1]
        value["__proto__x"] = 1
        emit("k", value); emit("u", undefined); emit("f", function () {}); emit("nan", NaN)
      }`,
    },
    records: one,
    answer: {
      k: { nan: null, inf: null, n: null, list: [null, null, null, 1], __proto__x: 1 },
      u: null,
      f: null,
      nan: null,
    },
  },
  {
    says: 'dates reach reduce as dates and the hub as ISO 8601 text',
    query: {
      map: 'function map(p) { emit("d", [new Date(1000 * p.json.n)]); emit("one" + p.json.n, new Date(1500)) }',
      reduce: 'function (key, values) { return values.reduce(function (a, b) { return a[0] > b[0] ? a : b }) }',
    },
    records: numbered(2),
    answer: { d: ['1970-01-01T00:00:01Z'], one0: '1970-01-01T00:00:01.500Z', one1: '1970-01-01T00:00:01.500Z' },
  },
  {
    says: 'NaN and infinities reach reduce as they are',
    query: {
      map: 'function map() { emit("k", { v: Infinity }) }',
      reduce: 'function (k, v) { return [String(v[0].v)] }',
    },
    records: numbered(2),
    answer: { k: ['Infinity'] },
  },
  {
    says: 'values answer hasNext and next, which no loop over them shows',
    query: {
      map: 'function map() { emit("k", 1) }',
      reduce: `function (key, values) {
        var sum = 0, names = []
        for (var name in values) names.push(name)
        while (values.hasNext()) sum += values.next()
        return names.length === values.length && Array.isArray(values) ? sum : -1
      }`,
    },
    answer: { k: 10 },
  },
  {
    says: 'reduce that returns nothing gives null',
    query: { map: 'function map() { emit("k", 1) }', reduce: 'function () {}' },
    answer: { k: null },
  },
  {
    says: 'the top level is evaluated afresh for each patient, implicit globals carry over',
    query: {
      functions: 'var calls = 0',
      map: 'var mine = 0; function map() { calls++; mine++; seen = (typeof seen === "undefined" ? 0 : seen) + 1; emit("k", calls * mine); emit("most" + (seen > 1), 1) }',
    },
    records: numbered(4),
    answer: { k: 4, mostfalse: 1, mosttrue: 3 },
  },
  {
    says: 'at the top level `this` is the document, inside map it is the global object',
    query: {
      map: 'var n = this.n; function map() { emit(String(this.emit === emit && this === (function () { return this })()), n) }',
    },
    answer: { true: 45 },
  },
  {
    says: 'functions are in scope of map, and a map there is replaced',
    query: {
      functions: 'function double(x) { return 2 * x }\r\nfunction map() { emit("wrong", 1) }',
      map: 'function map(p) { emit("k", double(p.json.n)) }',
    },
    answer: { k: 90 },
  },
  {
    says: 'a library that has a variable patient gets it',
    query: {
      functions: 'var patient; function n() { return patient.json.n }',
      map: 'function map() { emit("k", n()) }',
    },
    answer: { k: 45 },
  },
  {
    says: 'Specifics.initialize is called before each map',
    query: {
      functions: 'Specifics.initialize = function () { started = 1 }',
      map: 'function map() { emit("k", started); started = 0 }',
    },
    answer: { k: 10 },
  },
  {
    says: 'sloppy scripts: octal numbers, with, arguments.callee, assignment to undeclared names',
    query: {
      map: 'function map(p) { with (p.json) { x = 010 + (gender === "F" ? 1 : 0) } emit("k", (function (n) { return n ? n + arguments.callee(n - 1) : x })(3)) }',
    },
    records: one,
    answer: { k: 15 },
  },
  {
    says: 'newer syntax',
    query: { map: 'const map = ({ json }) => { for (const n of [json?.n ?? 7]) emit(`k`, n ** 2) }' },
    answer: { k: 285 },
  },
  {
    says: 'the helpers of the database shell',
    query: {
      map: `function map() {
        print("never seen")
        emit("k", [Array.sum([1, 2, 3]), Array.sum([]), Array.sum(["a", "b"]), Array.avg([1, 2]), Array.unique([1, 2, 1]),
          Array.contains([1], 1), tojson({ a: 1 }), ISODate("2013-11-30").getTime(), ISODate("20131130T10:00:00Z").getHours !== undefined,
          NumberLong(5) + 1, NumberLong(7), ObjectId("0123456789abcdef01234567")])
      }`,
    },
    records: one,
    answer: {
      k: [6, null, 'ab', 1.5, [1, 2], true, '{"a":1}', 1385769600000, true, 6, 7, '0123456789abcdef01234567'],
    },
  },
  {
    says: 'boxed scalars, as methods of Boolean.prototype have them, are scalars',
    query: {
      map: 'Boolean.prototype.self = function () { return this }; function map() { emit("k", [true.self(), new Number(1), new String("s")]) }',
    },
    records: one,
    answer: { k: [true, 1, 's'] },
  },
  {
    says: 'reduce may be named',
    query: { map: 'function map() { emit("k", 1) }', reduce: 'function reduce(k, v) { return v.length }' },
    answer: { k: 10 },
  },
  ...[
    ['behind a line comment', '// sums\nfunction (k, v) { return Array.sum(v) }'],
    ['behind a block comment', '/* sums\n */ function (k, v) { return Array.sum(v) }'],
    ['with a semicolon', 'function (k, v) { return Array.sum(v) };'],
    ['before a comment', 'function (k, v) { return Array.sum(v) } // sums'],
    ['before what helps it', 'function (k, v) { return total(v) }\nfunction total(v) { return Array.sum(v) }'],
    ['before global code', 'function (k, v) { return r.sum(v) }\nvar r; r = this.r || {}; r.sum = Array.sum'],
    ['before a call', 'function (k, v) { return h.sum(v) }\n(function () { this.h = { sum: Array.sum } }).call(this);'],
    [
      'with the iterator as argument',
      'function (k, v, rereduced = false) { var s = 0; while (v.hasNext()) s += v.next(); return s }',
    ],
    ['as an arrow', '(k, v) => Array.sum(v)'],
  ].map(([says, reduce]) => ({
    says: `reduce ${says}`,
    query: { map: 'function map() { emit("k", 1) }', reduce: reduce ?? '' },
    answer: { k: 10 },
  })),
  {
    says: 'library functions are not in scope of reduce',
    query: {
      functions: 'function helper() {}',
      map: 'function map() { emit("k", 1) }',
      reduce: 'function () { return typeof helper }',
    },
    answer: { k: 'undefined' },
  },
  {
    says: 'a catch in the query works',
    query: { map: 'function map() { try { nowhere() } catch (e) { emit("FAILURE_" + e, 1) } }' },
    answer: { 'FAILURE_ReferenceError: nowhere is not defined': 10 },
  },
  {
    says: 'member names stay as emitted',
    query: { map: 'function map() { emit("$a.b\\0", 1) }' },
    answer: { '$a.b\0': 10 },
  },
  {
    says: 'the first value of a key keeps its place',
    query: { map: 'function map(p) { emit("k", p.json.n) }', reduce: first },
    answer: { k: 0 },
  },
]

t.test('the map/reduce contract', async (t) => {
  const querying = await openQuerying(t, numbered(10, { gender: 'F' }))
  for (const { says, query, records, answer } of cases) {
    t.test(says, async (t) => {
      const mine = records ? await openQuerying(t, records) : querying
      t.strictSame(await mine.ask(query), answer)
    })
  }
})

t.test('names stand in the order in which the records first emitted them, whoever read these', async (t) => {
  // Pages of a megabyte, dealt to three processes.
  const records = numbered(40, { pad: 'x'.repeat(200_000) })
  const { run } = await openQuerying(t, records, { processes: 3 })
  const map = 'function map(p) { emit("n" + p.json.n, 1); emit("all", 1); emit("mod" + p.json.n % 7, 1) }'
  const { values, recordsRead, emitted } = await run({ map })
  const expected = new Map<string, number>()
  for (const { n } of records) {
    for (const name of [`n${n}`, 'all', `mod${Number(n) % 7}`]) expected.set(name, (expected.get(name) ?? 0) + 1)
  }
  t.strictSame(
    values,
    [...expected].map(([name, count]) => [name, `${count}`]),
  )
  t.equal(recordsRead, 40)
  t.equal(emitted, 120)
})

t.test('the same records give the same answer, to the last digit', async (t) => {
  const records = numbered(3000, { pad: 'x'.repeat(3000) })
  const { run } = await openQuerying(t, records, { processes: 2 })
  const map = 'function map(p) { emit("k", Math.sqrt(p.json.n) * 1e-3); emit("l", 1 / (1 + p.json.n)) }'
  t.strictSame(await run({ map }), await run({ map }))
})
