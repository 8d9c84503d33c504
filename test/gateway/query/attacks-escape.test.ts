// Ways out of the realm in which a query's texts run.
import t from 'tap'
import { during, openAttacked } from './querying.ts'

const { ask, answersAsEver } = await openAttacked(t)

t.test('nothing leads out of the realm', async (t) => {
  const names = [
    'process',
    'require',
    'module',
    'exports',
    '__filename',
    'global',
    'Buffer',
    'WebAssembly',
    'setTimeout',
  ]
    .concat([
      'SharedArrayBuffer',
      'ArrayBuffer',
      'Uint8Array',
      'Atomics',
      'fetch',
      'console',
      'queueMicrotask',
      'Worker',
    ])
    .concat([
      'XMLHttpRequest',
      'Deno',
      'navigator',
      'setImmediate',
      'structuredClone',
      'performance',
      'Intl',
      'WeakRef',
    ])
  await t.test('there is no name of the process around it', async (t) => {
    const map = during(`emit("k", ${JSON.stringify(names)}.filter(function (name) { return name in globalThis }))`)
    t.strictSame(await ask({ map, reduce: 'function (k, v) { return v[0] }' }), { k: [] })
  })
  await t.test('the global object has the language, the API and the shell, no more', async (t) => {
    const map = during('emit("k", Object.getOwnPropertyNames(globalThis).sort())')
    const { k } = await ask({ map, reduce: 'function (k, v) { return v[0] }' })
    t.strictSame(k, expectedGlobals)
  })
  await t.test('all that can be reached from there, errors and stacks included, is of the realm', async (t) => {
    const map = `function map(p) {
      var errors = [], depth = 0
      function caught(f) { try { f() } catch (e) { errors.push(e) } }
      caught(function f() { f() })
      caught(function f() { try { f() } finally { if (depth++ < 5) new Error("x").stack } })
      caught(function () { emit() }); caught(function () { emit(1, 1n) }); caught(function () { p.telecoms() })
      caught(function () { eval("1") }); caught(function () { JSON.parse("{") }); caught(function () { new Array(-1) })
      caught(function () { new RegExp("(") }); caught(function () { "x".repeat(2e9) }); caught(function () { decodeURI("%") })
      caught(function () { null.x }); caught(function () { x = y }); caught(function () { ObjectId("x") })
      caught(function () { var a = {}; a.a = a; JSON.stringify(a) }); caught(function () { new Proxy({}, null) })
      var todo = [globalThis, p, map, arguments, import("node:fs"), errors, (async function () {})(), (function* () {})()]
      var seen = new Set(), strays = 0
      while (todo.length) {
        var o = todo.pop()
        if (Object(o) !== o || seen.has(o)) continue
        seen.add(o)
        var parent = Object.getPrototypeOf(o)
        if (typeof o === "function" && !(o instanceof Function) && o !== Function.prototype) strays++
        if (parent === null && o !== Object.prototype && Object.prototype.hasOwnProperty.call(o, "hasOwnProperty")) strays++
        todo.push(parent)
        Reflect.ownKeys(o).forEach(function (key) {
          var d = Object.getOwnPropertyDescriptor(o, key)
          todo.push(d.value, d.get, d.set)
        })
        if (typeof o.stack === "string") todo.push(o.stack)
      }
      emit("errors", errors.length); emit("strays", strays); emit("many", +(seen.size > 500))
    }`
    t.strictSame(await ask({ map, reduce: 'function (k, v) { return Math.max.apply(null, v) }' }), {
      errors: 16,
      strays: 0,
      many: 1,
    })
  })
  await t.test(
    'what of the process around it is caught where the stack is used up leads nowhere, and is frozen',
    async (t) => {
      const map = `function map(p) {
      if (p.json.n > 0) return
      var caught = []
      function look(e) { if (Object(e) === e && !(e instanceof Object)) caught.push(e) }
      ;(function f() {
        try { f() } catch (e) { look(e) }
        try { look(new Error("x").stack) } catch (e) { look(e) }
        try { look(import("node:fs")) } catch (e) { look(e) }
        try { emit("k", [[1]]) } catch (e) { look(e) }
      })()
      var todo = caught.slice(0, 50), strays = [], seen = new Set([globalThis])
      caught.forEach(function (e) { try { strays.push(typeof e.constructor.constructor("return this")()) } catch (e) {} })
      while (todo.length) {
        var o = todo.pop()
        if (Object(o) !== o || seen.has(o) || o instanceof Object) continue
        seen.add(o)
        // The errors themselves are new ones and nobody else's.
        if (caught.indexOf(o) < 0 && !Object.isFrozen(o)) strays.push("not frozen: " + (o.name || typeof o))
        if (/^(process|require|global|binding|Buffer)$/.test(o.name)) strays.push(o.name)
        todo.push(Object.getPrototypeOf(o))
        Reflect.ownKeys(o).forEach(function (key) {
          var d = Object.getOwnPropertyDescriptor(o, key)
          todo.push(d.value, d.get, d.set)
        })
      }
      emit("strays", strays); emit("k", 0)
    }`
      const { strays } = await ask({ map, reduce: 'function (k, v) { return v[0] }' })
      t.strictSame(strays, [])
    },
  )
  // Each returns what an escape would be made of; the answer tells whether it led anywhere.
  const ways: Record<string, string> = {
    'the constructor of a function': 'return (function () {}).constructor("return process")()',
    'the constructor of an async function': 'return (async function () {}).constructor("return process")()',
    'the constructor of a generator': 'return (function* () {}).constructor("return process")().next().value',
    'Function by a bound constructor': 'return Reflect.construct(Function, ["return this.process"])()',
    eval: 'return eval("process")',
    'indirect eval': 'return (0, eval)("this.process")',
    'the constructors of the global object': 'return globalThis.constructor.constructor("return process")()',
    'the constructors of the document': 'return p.json.constructor.constructor("return process")()',
    'the constructors of emit': 'return emit.constructor("return process")()',
    'the constructors of the API': 'return p.constructor.constructor("return process")()',
    'the error of emit': 'try { emit() } catch (e) { return e.constructor.constructor("return process")() }',
    'who called map': 'return arguments.callee.caller.caller.constructor("return process")()',
    'who called map, by its name': 'return (function up(f) { return f && up(f.caller) })(map).process',
    'the error of an overflow': `var found; (function f() { try { f() } catch (e) {
      try { found = e.constructor.constructor("return process")() } catch (g) { try { found = g.constructor.constructor("return process")() } catch (h) {} } } })(); return found`,
    'the stack of an overflow': `var found = []; (function f() { try { f() } catch (e) { try { e.stack; new Error("x").stack } catch (g) { found.push(g) } found.push(e) } })()
      for (var i = 0; i < found.length; i++) { if (!(found[i] instanceof Error)) return found[i] } throw new TypeError()`,
    'a formatter of stacks': `Error.prepareStackTrace = function (e, frames) { return frames }
      var frames = new Error().stack; if (typeof frames === "string") throw new TypeError()
      return frames.map(function (f) { return f.getThis() || f.getFunction() }).filter(Boolean)[0]`,
    'a formatter of stacks on another Error': `globalThis.Error = { prepareStackTrace: function (e, frames) { return frames } }
      var frames; try { null.x } catch (e) { frames = e.stack } if (typeof frames === "string") throw new TypeError()
      for (var i = 0; i < frames.length; i++) { var f = frames[i].getFunction(), o = frames[i].getThis(); if (f && !(f instanceof Function)) return f; if (o && !(o instanceof Object)) return o }
      var C = frames.constructor.constructor; return C("return process")()`,
    'a promise of import': 'return import("node:fs").constructor.constructor("return process")()',
    'a rejected import':
      'var found; import("node:fs").then(function (fs) { found = fs }, function (e) { found = e }); if (found) return found; throw new TypeError()',
    'a module of the process': 'return process.getBuiltinModule("fs")',
    require: 'return require("fs")',
    binding: 'return process.binding("fs")',
    'the symbol of contexts':
      'return Object.getOwnPropertySymbols(globalThis).filter(function (s) { return s !== Symbol.toStringTag }).map(function (s) { return globalThis[s] })[0] || null.none',
    'a proxy that sees its caller':
      'var found; try { emit("closed", new Proxy({}, { ownKeys: function () { throw arguments.callee.caller } })) } catch (e) { found = e } return found.constructor("return process")()',
    'a getter that sees its caller':
      'var found; emit("closed", { get a() { found = arguments.callee.caller } }); return found.constructor("return process")()',
    'a toJSON that gets a holder':
      'var found; emit("closed", { toJSON: function () { found = this } }); return found.constructor.constructor("return process")()',
    'memory that threads share': 'return new SharedArrayBuffer(8)',
    'waiting for ever': 'return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    'machine code': 'return new WebAssembly.Module([])',
    'a file': 'return fetch("file:///etc/passwd")',
    'the environment': 'return process.env',
    'typed arrays by the back door': 'return Object.getPrototypeOf(Int8Array)',
  }
  for (const [way, body] of Object.entries(ways)) {
    t.test(way, async (t) => {
      const map = `function map(p) {
        var found
        try { found = (function () { ${body} }).call(undefined) } catch (e) { return emit("closed", 1) }
        emit(found === undefined ? "closed" : "open: " + typeof found, 1)
      }`
      t.strictSame(Object.keys(await ask({ map, reduce: 'function () { return 0 }' })), ['closed'])
    })
  }
})

t.test('after all of this the engine answers as ever', answersAsEver)

const expectedGlobals = [
  ...[
    'AggregateError',
    'Array',
    'BigInt',
    'Boolean',
    'Date',
    'DisposableStack',
    'Error',
    'EvalError',
    'Function',
    'ISODate',
  ],
  ...[
    'Infinity',
    'Iterator',
    'JSON',
    'Map',
    'Math',
    'NaN',
    'Number',
    'NumberLong',
    'Object',
    'ObjectId',
    'Promise',
    'Proxy',
  ],
  ...['RangeError', 'ReferenceError', 'Reflect', 'RegExp', 'Set', 'Specifics', 'String', 'SuppressedError', 'Symbol'],
  ...[
    'SyntaxError',
    'Temporal',
    'TypeError',
    'URIError',
    'WeakMap',
    'WeakSet',
    'decodeURI',
    'decodeURIComponent',
    'emit',
  ],
  ...['encodeURI', 'encodeURIComponent', 'escape', 'eval', 'globalThis', 'hQuery', 'isFinite', 'isNaN', 'parseFloat'],
  ...['parseInt', 'patient', 'print', 'tojson', 'undefined', 'unescape'],
].sort()
