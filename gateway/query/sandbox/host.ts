// The whole program of a sandbox process, which is started with this text alone and has no right to read any file: it
// takes frames from stdin, keeps the realm where the query's texts run, and answers on stdout. It never comes back to
// its event loop, so that no timer or promise of a query ever runs. Nothing may be imported here but types.
import type { SourceTextModule } from 'node:vm'
import type { kinds as frameKinds, MergeFrame, QueryFrame, RealmModules } from './frames.ts'

type Driver = typeof import('../realm/driver.ts')
type Matches = Parameters<Driver['keepMatching']>[0]
type Reduce = Parameters<Driver['useQuery']>[1]

const kinds: typeof frameKinds = {
  modules: 1,
  query: 2,
  records: 3,
  finish: 4,
  merge: 5,
  held: 6,
  answer: 7,
  failure: 8,
}
const headerLength = 5

const { readSync, writeSync } = process.getBuiltinModule('node:fs')
const {
  createContext,
  compileFunction,
  Script,
  SourceTextModule: Module,
  constants,
} = process.getBuiltinModule('node:vm')
const host = globalThis
const exit: (code: number) => never = process.exit
const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf, deleteProperty } = Reflect
const { freeze } = Object
const { parse, stringify } = JSON
const toBuffer: (text: string) => Buffer = Buffer.from
const allocate = Buffer.allocUnsafeSlow

const header = Buffer.alloc(headerLength)
let body = allocate(1 << 20)
let driver: Driver | undefined
let matches: Matches | undefined
let isHolding = true

const realm = newRealm()
const collectGarbage = garbageCollector()
process.title = 'endpoint query'

function serve() {
  for (;;) {
    readFully(header, headerLength)
    const length = header.readUInt32LE(1)
    if (length > body.length) body = allocate(length)
    readFully(body, length)
    const kind = header[0]
    const outcome = handle(kind, length)
    if (outcome.startsWith('!')) {
      send(kinds.failure, outcome.slice(1))
      exit(0)
    }
    if (kind !== kinds.records) send(kinds.answer, outcome)
  }
}

function handle(kind: number | undefined, length: number): string {
  if (kind === kinds.records) return takeRecords()
  if (kind === kinds.held) return prepareHeld()
  if (kind === kinds.finish) return driver?.mapHeld() || (driver?.finish() ?? '')
  const content: unknown = parse(body.toString('utf8', 0, length))
  if (kind === kinds.modules) return loadRealm(content as RealmModules)
  if (kind === kinds.query) return takeQuery(content as QueryFrame)
  return kind === kinds.merge ? merge(content as MergeFrame) : '!protocol'
}

/** Collected now, while nobody waits: a query would soon set off the next collection of all that is held. */
function prepareHeld(): string {
  const outcome = driver?.prepareHeld() ?? ''
  collectGarbage()
  return outcome
}

function readFully(buffer: Buffer, length: number) {
  for (let at = 0; at < length; ) {
    const count = readSync(0, buffer, at, length - at, null)
    // The gateway is gone.
    if (count === 0) exit(0)
    at += count
  }
}

function send(kind: number, text: string) {
  const content = toBuffer(text)
  header.writeUInt8(kind)
  header.writeUInt32LE(content.length, 1)
  for (const part of [header, content]) {
    for (let at = 0; at < part.length; ) at += writeSync(1, part, at, part.length - at)
  }
}

/** A global object of its own, with functions of its own; no code is made from texts there (`eval`, `Function`). */
function newRealm() {
  return createContext(constants.DONT_CONTEXTIFY, { codeGeneration: { strings: false, wasm: false } })
}

/** V8's own, which only realms have that are made after the flag was set: the query's never has it. */
function garbageCollector(): () => void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc')
  const collector: () => void = new Script('gc').runInContext(createContext({}))
  process.getBuiltinModule('node:v8').setFlagsFromString('--no-expose-gc')
  return collector
}

function loadRealm({ modules, entry }: RealmModules): string {
  const loaded = new Map<string, SourceTextModule>()
  for (const { name, source } of modules) loaded.set(name, new Module(source, { context: realm, identifier: name }))
  for (const { name, imports } of modules) {
    const module = loaded.get(name)
    const found = module?.moduleRequests.flatMap(({ specifier }) => loaded.get(imports[specifier] ?? '') ?? [])
    module?.linkRequests(found ?? [])
  }
  const main = loaded.get(entry)
  main?.instantiate()
  // Without a top-level await all of it runs within this call.
  void main?.evaluate()
  if (main?.status !== 'evaluated') return '!protocol'
  driver = main.namespace as Driver
  closeHost()
  return ''
}

/**
 * Should an object of this process ever get into the realm, it must lead nowhere: the globals go, and what all objects
 * have in common can't be changed.
 */
function closeHost() {
  const roots: unknown[] = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ''[Symbol.iterator]()]
  roots.push(
    ''.matchAll(/a/g),
    getPrototypeOf(async () => {}),
    function* () {},
    async function* () {},
    newRealm,
    // Where the stack is used up, an error of this process is what a query catches.
    new RangeError(),
  )
  const standard = ownKeys(realm)
  for (const key of standard) if (key !== 'globalThis') roots.push(getOwnPropertyDescriptor(host, key)?.value)
  freezeAll(roots)
  for (const key of ownKeys(host)) deleteProperty(host, key)
}

function freezeAll(roots: unknown[]) {
  const seen = new Set<unknown>()
  for (let object = roots.pop(); roots.length > 0 || object; object = roots.pop()) {
    if ((typeof object !== 'object' && typeof object !== 'function') || object === null || seen.has(object)) continue
    seen.add(object)
    for (const key of ownKeys(object)) {
      const { value, get, set } = getOwnPropertyDescriptor(object, key) ?? {}
      roots.push(value, get, set)
    }
    roots.push(getPrototypeOf(object))
    freeze(object)
  }
}

function takeRecords(): string {
  const first = body.readUInt32LE(0)
  const count = body.readUInt32LE(4)
  let start = 8 + 4 * count
  for (let index = 0; index < count; index++) {
    const end = start + body.readUInt32LE(8 + 4 * index)
    const outcome = takeRecord(body.toString('utf8', start, end), first + index)
    if (outcome !== '') return outcome
    start = end
  }
  return ''
}

function takeRecord(text: string, record: number): string {
  if (!driver) return '!protocol'
  if (isHolding) return driver.hold(text, record)
  try {
    if (matches && !matches(text)) return ''
  } catch {
    return '!filter|'
  }
  return driver.map(text, record)
}

function takeQuery(query: QueryFrame): string {
  if (!driver) return '!protocol'
  isHolding = false
  try {
    if (query.filter) applyFilter(driver, query.filter)
  } catch {
    return '!filter|'
  }
  return compileQuery(driver, query)
}

/**
 * Held records are filtered at once, in the realm, while no text of the query has run there; those that still come are
 * filtered in another realm, where the query can't break the library.
 */
function applyFilter({ keepMatching }: Driver, { text, library }: NonNullable<QueryFrame['filter']>) {
  const tester = (parsingContext: typeof realm): ((text: string, isParsed: boolean) => Matches) =>
    compileFunction(
      `${library}
      return (text, isParsed) => {
        const query = new mingo.Query(JSON.parse(text))
        return isParsed ? (document) => query.test(document) : (text) => query.test(JSON.parse(text))
      }`,
      [],
      { parsingContext },
    )()
  keepMatching(tester(realm)(text, true))
  matches = tester(newRealm())(text, false)
}

// What runs after functions and map for each patient, in the scope of their own variables.
const tail = `
;if (typeof map !== 'function') return false
patient = new hQuery.Patient(this)
if (Specifics && Specifics.initialize) Specifics.initialize()
map(patient)`

function compileQuery({ describeError, useQuery }: Driver, { functions, map, reduce, limits }: QueryFrame): string {
  let source = 'functions'
  try {
    compile(functions, 'query-text')
    source = 'map'
    compile(map, 'query-text')
    source = 'program'
    const program = compile(`${functions}\n${map}${tail}`, 'query-program')
    source = 'reduce'
    const scripts = compileReduce(reduce)
    try {
      const [reducer] = scripts.map((script) => script.runInContext(realm, { displayErrors: false }))
      return useQuery(program, reducer as Reduce, limits)
    } catch (error) {
      return describeError('reduce', error)
    }
  } catch (error) {
    return syntaxFailure(source, error)
  }
}

function compile(text: string, filename: string) {
  return compileFunction(text, [], { parsingContext: realm, filename }) as Parameters<Driver['useQuery']>[0]
}

/** The function expression at the start, and the statements behind it where there are any. */
function compileReduce(text: string): InstanceType<typeof Script>[] {
  const filename = 'query-reduce'
  const expression = (end: number) => new Script(`(${text.slice(0, end)}\n)`, { filename, columnOffset: -1 })
  try {
    return [expression(text.length)]
  } catch (error) {
    // The shortest beginning that is an expression, since whatever follows could be read as going on with it.
    for (let end = text.indexOf('}') + 1; end > 0; end = text.indexOf('}', end) + 1) {
      const script = attempt(() => expression(end))
      if (!script) continue
      const lines = text.slice(0, end).split('\n')
      const place = { lineOffset: lines.length - 1, columnOffset: lines.at(-1)?.length ?? 0 }
      return [script, new Script(text.slice(end), { filename, ...place })]
    }
    throw error
  }
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** V8's own message is fit to be told: nothing but the query's text has been read yet. */
function syntaxFailure(source: string, error: unknown): string {
  const { message, stack } = error as { message: unknown; stack: unknown }
  const [place = '', , marks = ''] = `${stack}`.split('\n')
  return `!syntax|${source}|${place.slice(place.lastIndexOf(':') + 1)}|${marks.indexOf('^') + 1}|${message}`
}

function merge(keys: MergeFrame): string {
  const values: string[] = []
  for (const { key, values: parts } of keys) {
    const outcome = driver?.merge(key, ...parts) ?? '!protocol'
    if (outcome.startsWith('!')) return outcome
    values.push(outcome)
  }
  return stringify(values)
}

serve()
