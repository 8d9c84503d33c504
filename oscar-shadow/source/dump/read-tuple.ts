import type { RawValue } from '../convert.ts'
import { type Escapes, endOfString, unescapeString } from './sql-string.ts'

const [openBracket, closeBracket, comma, quote] = [0x28, 0x29, 0x2c, 0x27]

/** Which value of a tuple goes where in a row; -1 for one that isn't wanted. */
export type Places = readonly number[]

/** What stands at a place of the dump is none of what mysqldump writes there. */
export class DumpSyntaxError extends Error {
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.name = new.target.name
    this.position = position
  }
}

/**
 * Reads `(value,value,…)` from the position of its bracket into `row`; answers the position after it, or -1 where the
 * tuple goes on beyond the end. Raises DumpSyntaxError for another number of values than there are places, too.
 */
export function readTuple(bytes: Buffer, start: number, places: Places, escapes: Escapes, row: RawValue[]): number {
  let position = start + 1
  for (let index = 0; ; index++) {
    position = skipBlanks(bytes, position)
    const end = endOfValue(bytes, position, escapes)
    if (end < 0) return -1
    const place = places[index]
    if (place === undefined) throw new DumpSyntaxError('a row has more values than its table has columns', start)
    if (place >= 0) row[place] = readValue(bytes.subarray(position, end), escapes)
    position = skipBlanks(bytes, end)
    const next = bytes[position]
    if (next === undefined) return -1
    position++
    if (next === comma) continue
    if (next !== closeBracket) throw new DumpSyntaxError('a value is followed by neither comma nor bracket', position)
    if (index + 1 !== places.length)
      throw new DumpSyntaxError('a row has fewer values than its table has columns', start)
    return position
  }
}

export const isOpenBracket = (byte: number | undefined) => byte === openBracket

/** Blanks and line breaks. */
export function skipBlanks(bytes: Buffer, start: number): number {
  let position = start
  for (let byte = bytes[position]; byte === 32 || byte === 10 || byte === 13 || byte === 9; byte = bytes[position])
    position++
  return position
}

/** Numbers, NULL and hexadecimal digits end at a comma or bracket; a string may have an introducer such as `_binary`. */
function endOfValue(bytes: Buffer, start: number, escapes: Escapes): number {
  let position = start
  for (let byte = bytes[position]; byte !== undefined; byte = bytes[++position]) {
    if (byte === comma || byte === closeBracket || byte === 10 || byte === 13) return position
    if (byte === quote) {
      const end = endOfString(bytes, position + 1, escapes)
      return end < 0 ? -1 : end + 1
    }
  }
  return -1
}

function readValue(literal: Buffer, escapes: Escapes): RawValue {
  const last = literal.length - 1
  if (literal[last] === quote) {
    const open = literal.indexOf(quote)
    const content = literal.subarray(open + 1, last)
    const introducer = literal.toString('latin1', 0, open).trim().toLowerCase()
    if (introducer === 'x') return Buffer.from(content.toString('latin1'), 'hex')
    if (introducer === 'b') return Number.parseInt(content.toString('latin1') || '0', 2)
    return unescapeString(content, escapes)
  }
  const text = literal.toString('latin1').trim()
  if (text === 'NULL' || text === 'null') return null
  return /^0x/i.test(text) ? Buffer.from(text.slice(2), 'hex') : text
}
