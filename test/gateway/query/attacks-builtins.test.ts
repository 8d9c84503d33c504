// What a query does to the built-ins, what it leaves behind, and what odd things it emits.
import t from 'tap'
import { during, openAttacked } from './querying.ts'

const { run, ask, answersAsEver } = await openAttacked(t)

const poisons: Record<string, string> = {
  'Array.prototype.push': 'Array.prototype.push = function () { throw 1 }',
  'the iterator of arrays': 'Array.prototype[Symbol.iterator] = function () { throw 1 }',
  'Object.prototype.toJSON': 'Object.prototype.toJSON = function () { return "poison" }',
  'String.prototype.toJSON': 'String.prototype.toJSON = Number.prototype.toJSON = function () { return "poison" }',
  JSON: 'JSON.parse = JSON.stringify = function () { return "poison" }; JSON = null',
  Map: 'Map.prototype.get = Map.prototype.set = Map.prototype.has = function () { throw 1 }; Map = null',
  'setters of Object.prototype': `["0", "1", "key", "value", "name", "first", "values", "text", "special", "get", "set", "writable", "length"].forEach(function (name) {
      Object.defineProperty(Object.prototype, name, { __proto__: null, set: function () { throw 1 }, get: function () { return "poison" } }) })`,
  'setters of Array.prototype':
    '[0, 1, 2].forEach(function (i) { Object.defineProperty(Array.prototype, i, { set: function () { throw 1 }, configurable: true }) })',
  'functions of Object':
    'Object.keys = Object.entries = Object.defineProperty = Object.getPrototypeOf = Object.create = function () { throw 1 }',
  'functions of Reflect':
    'Reflect.apply = Reflect.get = Reflect.set = Reflect.defineProperty = Reflect.getPrototypeOf = Reflect.setPrototypeOf = function () { throw 1 }',
  'call, apply and bind':
    'Function.prototype.call = Function.prototype.apply = Function.prototype.bind = function () { throw 1 }',
  'Array.isArray and Array.of': 'Array.isArray = function () { return true }; Array.of = function () { return [] }',
  'RegExp and String':
    'RegExp.prototype.exec = String.prototype.slice = String.prototype.startsWith = String.prototype.indexOf = function () { throw 1 }',
  'Date and Number': 'Date = Number = null',
  Error: 'Error = TypeError = RangeError = null',
  'the global names': 'hasOwnProperty = undefined; globalThis.globalThis = null',
}

t.test('what a query does to the built-ins', async (t) => {
  for (const [built, poison] of Object.entries(poisons)) {
    t.test(`${built}: later patients are counted rightly, and the next query knows nothing of it`, async (t) => {
      const map = `function map(p) { emit("n", p.json.n); emit({ a: p.json.n % 2 }, { n: p.json.n, list: [1, "x"] }); if (typeof done === "undefined") { done = 1; ${poison} } }`
      const reduce = `function (k, v) { var n = 0; for (var i = 0; i < v.length; i++) n += typeof v[i] === "number" ? v[i] : v[i].n
        return typeof k === "string" ? n : { n: n, list: v[0].list } }`
      const odd = { n: 9, list: [1, 'x'] }
      const even = { n: 6, list: [1, 'x'] }
      t.strictSame(await ask({ map, reduce }), { n: 15, 'a_0.0': even, 'a_1.0': odd })
      await answersAsEver(t)
    })
  }
})

t.test('odd values', async (t) => {
  const cases: Record<string, { emitted: string; answer: unknown }> = {
    'getters are read once': { emitted: '{ get a() { return 1 } }', answer: { a: 1 } },
    'proxies are read': { emitted: 'new Proxy({ a: 1 }, {})', answer: { a: 1 } },
    'toJSON is a function like another': {
      emitted: '{ a: 1, toJSON: function () { return "never" } }',
      answer: { a: 1 },
    },
    'symbols are dropped': { emitted: '{ a: Symbol(), b: 1, [Symbol()]: 2 }', answer: { b: 1 } },
    'a symbol alone is null': { emitted: 'Symbol()', answer: null },
    'typed values of ours': { emitted: '[Object(Symbol()), new Map([[1, 2]]), /x/]', answer: [{}, {}, {}] },
    'what looks like a date and is none': { emitted: 'Object.create(Date.prototype)', answer: {} },
    'a text with our mark': {
      emitted: '["\\u0001d5", "\\u0001", "a\\u0001"]',
      answer: ['\u0001d5', '\u0001', 'a\u0001'],
    },
    'a lone surrogate': { emitted: '"\\ud800"', answer: '\ud800' },
  }
  for (const [says, { emitted, answer }] of Object.entries(cases)) {
    t.test(says, async (t) => {
      t.strictSame(await ask({ map: during(`emit("k", ${emitted})`), reduce: 'function (k, v) { return v[0] }' }), {
        k: answer,
      })
    })
  }
  t.test('__proto__ as a member and as a key is a name like another', async (t) => {
    const map = during(
      'emit("__proto__", JSON.parse(\'{"__proto__":{"x":1}}\')); emit(JSON.parse(\'{"__proto__":1}\'), 1)',
    )
    const { values } = await run({ map, reduce: 'function (k, v) { return v[0] }' })
    t.strictSame(values, [
      ['__proto__', '{"__proto__":{"x":1}}'],
      ['__proto___1.0', '1'],
    ])
  })
  t.test('a BigInt is a TypeError at its place', async (t) => {
    await t.rejects(run({ map: 'function map() {\n  emit("k", 1n)\n}' }), {
      message: 'map, line 2, column 3: TypeError',
    })
  })
})

t.test('promises and timers left behind never run', async (t) => {
  const map = during(
    'Promise.resolve().then(function () { emit("late", 1) }); (async function () { await 1; for (;;); })(); emit("now", 1)',
  )
  t.strictSame(await ask({ map }), { now: 6 })
})

t.test('a map that throws on one patient fails the whole query', async (t) => {
  const map = 'function map(p) {\n  if (p.json.n === 4) null.x\n  emit("k", 1)\n}'
  await t.rejects(run({ map }), { name: 'QueryFailed', message: 'map, line 2, column 28: TypeError' })
})
