// What the author of a failed query is told: the part, the line, the column and the class of the error, nothing else.
import t from 'tap'
import { type Asked, numbered, openQuerying } from './querying.ts'

const secret = 'Nobody-Of-All-People'
const { run, ask } = await openQuerying(t, numbered(3, { first: secret }))

const failures: { says: string; query: Asked; message: string | RegExp }[] = [
  {
    says: 'a missing name',
    query: { map: 'function map(p) {\n  nowhere()\n}' },
    message: 'map, line 2, column 3: ReferenceError',
  },
  {
    says: 'a missing member',
    query: { map: 'function map(p) {\r\n\r\n  p.json.none.more }' },
    message: 'map, line 3, column 15: TypeError',
  },
  {
    says: 'an error in functions',
    query: { functions: '// mine\nfunction f() { null.x }', map: 'function map() { f() }' },
    message: 'functions, line 2, column 21: TypeError',
  },
  {
    says: 'an error at the top of functions',
    query: { functions: '\n\n null.x', map: 'function map() {}' },
    message: 'functions, line 3, column 7: TypeError',
  },
  {
    says: 'an error in map with functions',
    query: { functions: 'var a\nvar b\n', map: 'function map() {\n null.x }' },
    message: 'map, line 2, column 7: TypeError',
  },
  {
    says: 'an error inside the API is told where the query called it',
    query: { map: 'function map(p) {\n  p.telecoms() }' },
    message: 'map, line 2, column 5: TypeError',
  },
  {
    says: 'an error in reduce',
    query: { map: 'function map() { emit(1, 1) }', reduce: 'function (k, v) {\n  return v.nothing() }' },
    message: 'reduce, line 2, column 12: TypeError',
  },
  {
    says: 'an error in the first line of reduce',
    query: { map: 'function map() { emit(1, 1) }', reduce: 'function () { null.x }' },
    message: 'reduce, line 1, column 20: TypeError',
  },
  {
    says: 'an error behind reduce',
    query: { map: 'function map() {}', reduce: 'function () {}\n  null.x' },
    message: 'reduce, line 2, column 8: TypeError',
  },
  {
    says: 'an error of its own class',
    query: { map: 'class Mine extends RangeError {}\nfunction map() { throw new Mine() }' },
    message: 'map, line 2, column 24: RangeError',
  },
  {
    says: 'a thrown text',
    query: { map: 'function map(p) { throw p.json.first }' },
    message: 'map: something was thrown that is no error',
  },
  {
    says: 'a thrown record',
    query: { map: 'function map(p) { throw p.json }' },
    message: 'map: something was thrown that is no error',
  },
  {
    says: 'a message with a name',
    query: { map: 'function map(p) { throw new Error(p.json.first) }' },
    message: 'map, line 1, column 25: Error',
  },
  {
    says: 'a name in a name',
    query: {
      map: 'function map(p) { var e = new Error(); e.name = p.json.first; e.constructor = { name: p.json.first }; throw e }',
    },
    message: 'map, line 1, column 27: Error',
  },
  {
    says: 'a name in a V8 message',
    query: { map: 'function map(p) { undefined[p.json.first] }' },
    message: 'map, line 1, column 28: TypeError',
  },
  {
    says: 'a forged stack',
    query: { map: 'function map(p) { var e = new Error(); e.stack = "query-program:2:7 " + p.json.first; throw e }' },
    message: 'map, line 1, column 7: Error',
  },
  {
    says: 'a forged line beyond the text',
    query: { map: 'function map(p) { var e = new Error(); e.stack = "query-program:19700101:5"; throw e }' },
    message: 'map: Error',
  },
  {
    says: 'a stack that is a getter',
    query: { map: 'function map(p) { throw { get stack() { throw p.json.first }, __proto__: Error.prototype } }' },
    message: 'map: something was thrown that is no error',
  },
  {
    says: 'a proxy for an error',
    query: { map: 'function map(p) { throw new Proxy({}, { getPrototypeOf: function () { throw p.json.first } }) }' },
    message: 'map: something was thrown that is no error',
  },
  {
    says: 'a syntax error in map',
    query: { map: 'function map(p) {\n  emit(1, }' },
    message: "map, line 2, column 11: SyntaxError: Unexpected token '}'",
  },
  {
    says: 'a syntax error in functions',
    query: { functions: 'function (', map: 'function map() {}' },
    message: /^functions, line 1, column \d+: SyntaxError: /,
  },
  {
    says: 'a syntax error in reduce',
    query: { map: 'function map() {}', reduce: 'function (k, v) {\n  return v +; }' },
    message: "reduce, line 2, column 13: SyntaxError: Unexpected token ';'",
  },
  {
    says: 'a text that closes what is around it',
    query: { map: '}; function map() {' },
    message: /^map, line 1, column \d+: SyntaxError: Unexpected token '}'/,
  },
  {
    says: 'a name that functions and map both declare',
    query: { functions: 'let a', map: 'let a; function map() {}' },
    message: "map, line 1, column 5: SyntaxError: Identifier 'a' has already been declared",
  },
  { says: 'no map', query: { map: 'var x = 1' }, message: 'map: it defines no function named map' },
  {
    says: 'no function for reduce',
    query: { map: 'function map() {}', reduce: '({})' },
    message: 'reduce: it is no function',
  },
  {
    says: 'emit with one argument',
    query: { map: 'function map() { emit(1) }' },
    message: 'map, line 1, column 18: TypeError',
  },
  {
    says: 'emit in reduce',
    query: { map: 'function map() { emit(1, 1) }', reduce: 'function () { emit(2, 2) }' },
    message: 'reduce, line 1, column 15: TypeError',
  },
  {
    says: 'code out of texts',
    query: { map: 'function map(p) { eval("1") }' },
    message: 'map, line 1, column 19: EvalError',
  },
]

for (const { says, query, message } of failures) {
  t.test(says, async (t) => {
    const error: unknown = await run(query).then(
      () => t.fail('it did not fail'),
      (error: unknown) => error,
    )
    t.match(error, { name: 'QueryFailed', message })
    t.notMatch(`${error instanceof Error ? `${error.message} ${error.stack} ${error.cause}` : error}`, secret)
  })
}

t.test('a forged answer of a sandbox process says nothing of its own', async (t) => {
  // What `readFailure` makes of texts that only a process under foreign control would send.
  const { readFailure } = await import('../../../gateway/query/sandbox/read-failure.ts')
  const told = {
    texts: { map: 'x', reduce: 'y', functions: null },
    limits: { time: 1, memory: 1, keys: 1, keyLength: 1, result: 1 },
  }
  for (const forged of [
    `syntax|map|1|1|${secret}`,
    `error|${secret}|${secret}|${secret}|${secret}|${secret}`,
    `limit|${secret}`,
    `ended|${secret}`,
    secret,
    '',
  ]) {
    t.notMatch(readFailure({ failure: forged, isCompiling: false }, told).message, secret)
  }
})

t.test('an engine without records still finds what is wrong with the texts', async (t) => {
  const { run } = await openQuerying(t, [])
  await t.rejects(run({ map: 'function map( {}' }), { message: /^map, line 1.*: SyntaxError/ })
  t.strictSame((await run({ map: 'function map() {}' })).values, [])
})

t.test('a query that was cancelled ends with the reason, and the next one is answered', async (t) => {
  const stop = new AbortController()
  const running = run({ map: 'function map() { for (;;); }' }, {}, stop.signal)
  setTimeout(() => stop.abort(new Error('cancelled by a test')), 200)
  await t.rejects(running, { message: 'cancelled by a test' })
  await t.rejects(run({ map: 'function map() {}' }, {}, AbortSignal.abort(new Error('too late'))), {
    message: 'too late',
  })
  t.strictSame(await ask({ map: 'function map() { emit("k", 1) }' }), { k: 3 })
})

t.test('closing ends what runs', async (t) => {
  const { run, close } = await openQuerying(t, numbered(3))
  const running = run({ map: 'function map() { for (;;); }' })
  setTimeout(close, 200)
  await t.rejects(running, { message: 'the query engine was closed' })
  await t.rejects(run({ map: 'function map() {}' }), { message: 'the query engine was closed' })
})
