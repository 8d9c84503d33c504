import t from 'tap'
import { aggregate } from '../../../gateway/hub/aggregate.ts'

const values = (members: Record<string, unknown>) => new Map(Object.entries(members))
const sum = 'function reduce(key, values) { return Array.sum(values) }'

const cases: {
  says: string
  reduce?: string
  results: Record<string, unknown>[]
  aggregate: Record<string, unknown>
}[] = [
  { says: 'a name of several gateways is reduced', results: [{ f: 3 }, { f: 4 }, { f: 5 }], aggregate: { f: 12 } },
  {
    says: 'a name of only one gateway keeps its value, whatever reduce would make of it',
    reduce: 'function () { throw new Error("called") }',
    results: [{ a: 1 }, { b: [2] }],
    aggregate: { a: 1, b: [2] },
  },
  { says: 'no results are nothing', results: [], aggregate: {} },
  {
    says: 'reduce sees the name as text, and all values in the order of the gateways',
    reduce: '(key, values) => ({ key, values })',
    results: [{ type_population: { n: 1 } }, { type_population: { n: 2 } }],
    aggregate: { type_population: { key: 'type_population', values: [{ n: 1 }, { n: 2 }] } },
  },
  {
    says: 'a reduce may have no name, begin with a comment and be followed by what it uses',
    reduce:
      '/* adds */ // up\nfunction(k, v) { return add(v) }\nvar self; self = this.self || {};\nfunction add(v) { return Array.sum(v) }',
    results: [{ a: 1 }, { a: 2 }],
    aggregate: { a: 3 },
  },
  {
    says: 'a reduce of the first gateways walks with hasNext and next',
    reduce: 'function(k, values) { var n = 0; while (values.hasNext()) { n += values.next() } return n }',
    results: [{ a: 1 }, { a: 2 }],
    aggregate: { a: 3 },
  },
  {
    says: 'a reduce is sloppy: it may assign what it never declared',
    reduce: 'function(k, v) { total = 010; for (i = 0; i < v.length; i++) total += v[i]; return total }',
    results: [{ a: 1 }, { a: 2 }],
    aggregate: { a: 11 },
  },
  {
    says: "the shell's helpers are there",
    reduce:
      'function(k, v) { print(tojson(v)); return [Array.avg(v), Array.unique(v), Array.contains(v, 3), Array.sum([])] }',
    results: [{ a: 1 }, { a: 1 }, { a: 4 }],
    aggregate: { a: [2, [1, 4], false, null] },
  },
  { says: 'nothing returned is null', reduce: '() => {}', results: [{ a: 1 }, { a: 2 }], aggregate: { a: null } },
  { says: 'what is no number is null', reduce: '() => 0 / 0', results: [{ a: 1 }, { a: 2 }], aggregate: { a: null } },
  {
    says: 'no name is special',
    results: [JSON.parse('{"__proto__": 1, "constructor": 2}'), JSON.parse('{"__proto__": 5, "constructor": 6}')],
    aggregate: JSON.parse('{"__proto__": 6, "constructor": 8}'),
  },
]

for (const { says, reduce = sum, results, aggregate: expected } of cases) {
  t.test(says, async (t) => {
    t.strictSame([...(await aggregate(results.map(values), reduce))], Object.entries(expected))
  })
}

const failures = [
  {
    says: 'a reduce that raises',
    reduce: 'function(k, v) {\n return v.nothing.more }',
    message: /own reduce failed.*line 2.*TypeError/,
  },
  { says: 'a reduce that is none', reduce: 'function(', message: /own reduce failed.*SyntaxError/ },
  {
    says: 'a reduce that never ends',
    reduce: 'function() { for (;;); }',
    limits: { time: 2000 },
    message: /own reduce failed.*took longer/,
  },
  {
    says: 'a reduce that raises nothing in particular',
    reduce: 'function() { throw null }',
    message: /own reduce failed/,
  },
  {
    says: 'a reduce that reaches for the process',
    reduce: '() => process.exit(7)',
    message: /own reduce failed.*ReferenceError/,
  },
]

for (const { says, reduce, message, limits = {} } of failures) {
  t.test(`${says} is told`, async (t) => {
    const results = [values({ a: 1 }), values({ a: 2 })]
    await t.rejects(aggregate(results, reduce, limits), { message, advice: /--json/ })
  })
}
