// Runs a query's functions inside their own realm, over the records. The process around the realm (sandbox/host.ts) calls
// these functions with texts and numbers and gets texts back; no object of its own ever comes in here.
import { hQuery, Specifics } from '../patient-api/index.ts'
import * as own from './captured.ts'
import { harden } from './harden.ts'
import { readPacked } from './pack.ts'
import { describe } from './place.ts'
import { rehearse } from './rehearse.ts'
import { defineShell } from './shell.ts'
import { openTable, type Table, type TableLimits } from './table.ts'

type Program = (this: unknown) => unknown
type Reduce = (key: unknown, values: unknown[]) => unknown
type Tester = (text: unknown) => boolean
type Held = { record: number; document: unknown }

/** An answer to the process: empty when all is well, else `!` and what is wrong, as `sandbox/failure.ts` reads it. */
type Outcome = string

const realm = globalThis
let program: Program | undefined
let table: Table | undefined
let recordsRead = 0
let emitted = 0
/** The record that map works on; undefined outside of map. */
let current: number | undefined
const held = own.bareList<Held>()

const define = (owner: object, name: string, value: unknown) => void own.defineProperty(owner, name, own.hidden(value))

harden()
defineShell(define)
define(realm, 'hQuery', hQuery)
define(realm, 'Specifics', Specifics)
define(realm, 'emit', (...args: unknown[]) => {
  if (args.length !== 2) throw new own.NativeTypeError('emit takes a key and a value')
  if (current === undefined || !table) throw new own.NativeTypeError('emit is for map only')
  emitted += 1
  table.emit(args[0], args[1], current)
})

/** The compiled texts: `text` evaluates functions, map and what calls it; its `this` is the document. */
export function useQuery(text: Program, reduce: Reduce, limits: string): Outcome {
  if (typeof reduce !== 'function') return '!no reduce'
  program = text
  table = openTable(own.parseJson(limits) as TableLimits, (key, values) => reduce(key, values))
  return ''
}

/** Takes a record in before there is a query. */
export function hold(text: string, record: number): Outcome {
  return withRecord(text, (document) => {
    held[held.length] = { record, document }
    return ''
  })
}

/** Makes a process that waits readier still. */
export function prepareHeld(): Outcome {
  const documents: unknown[] = []
  for (let index = 0; index < held.length; index++) documents.push(held[index]?.document)
  try {
    rehearse(hQuery, documents)
  } catch {
    // A record of another shape than ours; the query will show.
  }
  own.forgetMatch()
  return ''
}

/** Drops the held records that the filter does not match, while no text of a query has run yet. */
export function keepMatching(matches: Tester): void {
  let kept = 0
  for (let index = 0; index < held.length; index++) {
    const item = held[index]
    if (item && matches(item.document)) held[kept++] = item
  }
  held.length = kept
  // A `$regex` of the filter leaves behind what it looked at, also of records that the query may not read.
  own.forgetMatch()
}

export function map(text: string, record: number): Outcome {
  return withRecord(text, (document) => mapDocument(document, record))
}

export function mapHeld(): Outcome {
  for (let index = 0; index < held.length; index++) {
    const item = held[index]
    const outcome = item ? mapDocument(item.document, item.record) : ''
    if (outcome !== '') return outcome
  }
  return ''
}

/** `[recordsRead, emitted, lines]` as JSON; the lines as `Table.json` has them. */
export function finish(): Outcome {
  return guarded('reduce', () => `[${recordsRead},${emitted},${table?.json() ?? '[]'}]`)
}

/** Reduces the packed values of one key that several processes had. */
export function merge(key: string, ...values: string[]): Outcome {
  return guarded('reduce', () => {
    const packed = own.bareList<ReturnType<typeof readPacked>>()
    for (let index = 0; index < values.length; index++) packed[index] = readPacked(values[index] ?? 'null')
    return table?.merge(readPacked(key), packed) ?? 'null'
  })
}

/** What may be told of an error that a text of the query raised. */
export function describeError(part: string, error: unknown): Outcome {
  return `!error|${part}|${describe(error)}`
}

function withRecord(text: string, work: (document: unknown) => Outcome): Outcome {
  let document: unknown
  try {
    document = own.parseJson(text)
  } catch {
    return '!record'
  }
  return work(document)
}

function mapDocument(document: unknown, record: number): Outcome {
  current = record
  recordsRead += 1
  const outcome = guarded('map', () => {
    const defined = program && own.apply(program, document, noArguments)
    return defined === false ? '!no map' : ''
  })
  current = undefined
  return outcome
}

const noArguments: unknown[] = []
own.setPrototypeOf(noArguments, null)

/** A limit that was gone beyond ends the query even where its text caught the error. */
function guarded(part: string, work: () => Outcome): Outcome {
  let outcome: Outcome
  try {
    outcome = work()
  } catch (error) {
    outcome = describeError(part, error)
  }
  const exceeded = table?.exceeded()
  return exceeded === undefined ? outcome : `!limit|${exceeded}`
}
