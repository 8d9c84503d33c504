import * as own from './captured.ts'
import { memberName } from './member-name.ts'
import { type Packed, pack, packedText, resultJson, type Stored, tooDeep, unpack } from './pack.ts'

export type TableLimits = { keys: number; keyLength: number; result: number }

/** Which limit a query went beyond. */
export type Exceeded = keyof TableLimits | 'nesting'

type Reduce = (key: unknown, values: unknown[]) => unknown

/** The values emitted for one key; `first` is the record that emitted it first. */
type Entry = { key: Stored; name: string; first: number; values: Stored[] }

// So many values of a key are reduced to one at a time: memory stays bounded however many records there are. The
// original's database did so at every hundred.
const batch = 1000

/** The emitted values of one query in one process, by key. */
export type Table = ReturnType<typeof openTable>

export function openTable(limits: TableLimits, reduce: Reduce) {
  const texts = own.bareMap<Entry>()
  const others = own.bareMap<Entry>()
  const entries = own.bareList<Entry>()
  let exceeded: Exceeded | undefined

  const exceed = (limit: Exceeded): never => {
    exceeded ??= limit
    throw new own.NativeRangeError('the query went beyond one of its limits')
  }
  const packed = (value: unknown): Stored => {
    try {
      return pack(value)
    } catch (error) {
      if (own.isTooDeep(error, tooDeep)) exceed('nesting')
      throw error
    }
  }
  const addEntry = (key: Stored, name: string, first: number): Entry => {
    if (entries.length >= limits.keys) exceed('keys')
    if (name.length > limits.keyLength) exceed('keyLength')
    const entry = { key, name, first, values: own.bareList<Stored>() }
    entries[entries.length] = entry
    return entry
  }
  const textEntry = (key: string, record: number): Entry => {
    const known = texts.get(key)
    if (known) return known
    const entry = addEntry(key, key, record)
    texts.set(key, entry)
    return entry
  }
  const entryOf = (key: unknown, record: number): Entry => {
    if (typeof key === 'string') return textEntry(key, record)
    const stored = packed(key)
    if (typeof stored === 'string') return textEntry(stored, record)
    const identity = packedText(stored)
    const known = others.get(identity)
    if (known) return known
    // Brackets and quotes are no part of the name, but take as much room.
    if (identity.length > 8 * limits.keyLength + 64) exceed('keyLength')
    const entry = addEntry(stored, memberName(unpack(stored)), record)
    others.set(identity, entry)
    return entry
  }
  const reduced = (key: Stored, values: Stored[]): Stored => {
    const list = own.bareList<unknown>()
    for (let index = 0; index < values.length; index++) list[index] = unpack(values[index] ?? null)
    return packed(reduce(unpack(key), withIterator(own.ordinaryArray(list))))
  }
  const settle = (entry: Entry): Stored => {
    if (entry.values.length > 1) {
      const value = reduced(entry.key, entry.values)
      entry.values = own.bareList()
      entry.values[0] = value
    }
    return entry.values[0] ?? null
  }
  return {
    /** Keeps copies of both. Raises, and then `exceeded` tells the limit. */
    emit(key: unknown, value: unknown, record: number) {
      // First, so that a value that can't be kept leaves no key behind.
      const copy = packed(value)
      const entry = entryOf(key, record)
      entry.values[entry.values.length] = copy
      if (entry.values.length >= batch) settle(entry)
    },
    exceeded: () => exceeded,
    /**
     * JSON: for each key, in the order of first emission, its identity, name, first record, value as the hub gets it, and
     * the packed value where that is another text. Raises what reduce raises, and for a limit.
     */
    json(): string {
      let text = ''
      let size = 0
      for (let index = 0; index < entries.length; index++) {
        const entry = entries[index]
        if (!entry) continue
        const value = settle(entry)
        const json = resultJson(value)
        const packed = packedText(value)
        size += entry.name.length + json.length + 4
        if (size > limits.result) exceed('result')
        const line = `${own.scalarJson(packedText(entry.key))},${own.scalarJson(entry.name)},${entry.first},${own.scalarJson(json)}`
        text += `${text === '' ? '' : ','}[${line}${json === packed ? '' : `,${own.scalarJson(packed)}`}]`
      }
      return `[${text}]`
    },
    /** Reduces what several processes made of one key; answers with the value as the hub gets it. */
    merge: (key: Packed, values: Packed[]): string => resultJson(reduced(key, values)),
  }
}

/** An array that is also the iterator which `reduce` was given by older gateways. */
function withIterator(values: unknown[]): unknown[] {
  let next = 0
  hide(values, 'hasNext', () => next < values.length)
  hide(values, 'next', () => values[next++])
  return values
}

function hide(owner: object, name: string, value: unknown) {
  own.defineProperty(owner, name, own.hidden(value))
}
