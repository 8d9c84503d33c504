import * as own from './captured.ts'
import { shellScalar } from './shell-values.ts'

/**
 * An emitted value as text, so that nothing that a query does later can change it: JSON, except that what JSON lacks
 * stands as a text that begins with U+0001. `special` tells whether there is any such text.
 */
export type Packed = { text: string; special: boolean }

/** What the table of emitted values holds; most scalars as they are. */
export type Stored = string | number | boolean | null | Packed

/** As many levels as BSON allows; a value that holds itself ends here, too. */
const deepest = 100
const mark = '\u0001'

/** The message of the error for a value that is nested too deep. */
export const tooDeep = 'nested too deep'

/**
 * A copy of the value as BSON would make one: own enumerable properties, no functions or symbols; undefined members are
 * dropped, and undefined is null elsewhere (`gateway-api.md` section 7.1). Raises TypeError for a BigInt, RangeError
 * `tooDeep`, and whatever the value's own getters raise.
 */
export function pack(value: unknown): Stored {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && own.isFiniteNumber(value)) return value
  const packed: Packed = { text: '', special: false }
  packed.text = textOf(value, packed, 0) ?? 'null'
  return packed.text === 'null' ? null : packed
}

/** The value again, a new one at each call. */
export function unpack(stored: Stored): unknown {
  if (typeof stored !== 'object' || stored === null) return stored
  const value = own.parseJson(stored.text)
  return stored.special ? restored(value) : value
}

/** JSON as the hub gets it: a date as ISO 8601 text, null for what is no number. */
export function resultJson(stored: Stored): string {
  if (stored === null) return 'null'
  if (typeof stored !== 'object') return own.scalarJson(stored)
  return stored.special ? plainText(own.parseJson(stored.text)) : stored.text
}

/** The text that `readPacked` takes in another process. */
export function packedText(stored: Stored): string {
  if (stored === null) return 'null'
  if (typeof stored === 'object') return stored.text
  return typeof stored === 'string' && own.startsWith(stored, mark)
    ? own.scalarJson(`${mark}s${stored}`)
    : own.scalarJson(stored)
}

export function readPacked(text: string): Packed {
  return { text, special: own.indexOf(text, '\\u0001') >= 0 }
}

/** Undefined for what is dropped. */
function textOf(value: unknown, packed: Packed, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return own.startsWith(value, mark) ? specialText(`s${value}`, packed) : own.scalarJson(value)
    case 'number':
      return own.isFiniteNumber(value) ? own.scalarJson(value) : specialText(`n${value}`, packed)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      throw new own.NativeTypeError('a BigInt is no value of a result')
    case 'object':
      return value === null ? 'null' : objectText(value, packed, depth)
    default:
      return undefined
  }
}

function specialText(content: string, packed: Packed): string {
  packed.special = true
  return own.scalarJson(mark + content)
}

function objectText(value: object, packed: Packed, depth: number): string | undefined {
  if (depth >= deepest) throw new own.NativeRangeError(tooDeep)
  if (own.isArray(value)) return listText(value, (item) => textOf(item, packed, depth + 1) ?? 'null')
  const time = own.timeOf(value)
  if (time !== undefined) return specialText(`d${time}`, packed)
  const scalar = own.boxedScalar(value) ?? shellScalar(value)
  if (scalar !== undefined) return textOf(scalar, packed, depth)
  return membersText(value, (member) => textOf(member, packed, depth + 1))
}

function listText(list: unknown[], itemText: (item: unknown) => string): string {
  let text = ''
  for (let index = 0; index < list.length; index++) text += (index > 0 ? ',' : '') + itemText(list[index])
  return `[${text}]`
}

function membersText(value: object, memberText: (member: unknown) => string | undefined): string {
  const names = own.keysOf(value)
  let text = ''
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    const member = memberText(own.readMember(value, name))
    if (member !== undefined) text += `${text === '' ? '' : ','}${own.scalarJson(name)}:${member}`
  }
  return `{${text}}`
}

/** What a text with the mark stands for. */
function meaningOf(text: string): unknown {
  const content = own.slice(text, 2)
  if (text[1] === 's') return content
  return text[1] === 'd' ? new own.NativeDate(own.toNumber(content)) : own.toNumber(content)
}

function restored(value: unknown): unknown {
  if (typeof value === 'string') return own.startsWith(value, mark) ? meaningOf(value) : value
  if (typeof value !== 'object' || value === null) return value
  const names = own.keysOf(value)
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    own.writeMember(value, name, restored(own.readMember(value, name)))
  }
  return value
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return own.startsWith(value, mark) ? plainMeaning(value) : own.scalarJson(value)
  if (typeof value === 'number' || typeof value === 'boolean') return own.scalarJson(value)
  if (typeof value !== 'object' || value === null) return 'null'
  return own.isArray(value) ? listText(value, plainText) : membersText(value, plainText)
}

function plainMeaning(text: string): string {
  const meaning = meaningOf(text)
  if (typeof meaning === 'string') return own.scalarJson(meaning)
  const time = typeof meaning === 'object' && meaning !== null ? own.timeOf(meaning) : undefined
  if (time === undefined || !own.isFiniteNumber(time)) return 'null'
  const iso = own.isoText(time)
  // The hub's own times have no fraction.
  return own.scalarJson(time % 1000 === 0 ? `${own.slice(iso, 0, -5)}Z` : iso)
}
