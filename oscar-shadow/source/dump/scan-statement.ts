import { type Escapes, endOfString } from './sql-string.ts'

const [semicolon, quote, newline, slash, star, dash, hash] = [0x3b, 0x27, 0x0a, 0x2f, 0x2a, 0x2d, 0x23]

/**
 * Passes over the rest of an INSERT, without a look at its values. Answers the position after its semicolon and `true`,
 * or, where it goes on beyond the end, the position from where to pass over the rest.
 */
export function skipRows(bytes: Buffer, start: number, escapes: Escapes): { position: number; done: boolean } {
  for (let position = start; position < bytes.length; position++) {
    const byte = bytes[position]
    if (byte === semicolon) return { position: position + 1, done: true }
    if (byte !== quote) continue
    const end = endOfString(bytes, position + 1, escapes)
    if (end < 0) return { position, done: false }
    position = end
  }
  return { position: bytes.length, done: false }
}

/** The position after the comment that stands here; -1 where it goes on beyond the end, undefined where there is none. */
export function endOfComment(bytes: Buffer, start: number, last: boolean): number | undefined {
  const [first, second] = [bytes[start], bytes[start + 1]]
  if (first === slash && second === star) {
    const end = bytes.indexOf('*/', start + 2)
    return end < 0 ? -1 : end + 2
  }
  if (first !== hash && !(first === dash && second === dash)) return undefined
  const end = bytes.indexOf(newline, start)
  if (end < 0) return last ? bytes.length : -1
  return end + 1
}

/** The position after the semicolon of a statement that is no INSERT; -1 where it goes on beyond the end. */
export function endOfStatement(bytes: Buffer, start: number): number {
  for (let position = start; position < bytes.length; position++) {
    const byte = bytes[position]
    if (byte === semicolon) return position + 1
    if (byte === quote || byte === 0x60 || byte === 0x22) {
      position = endOfQuoted(bytes, position, byte)
      if (position < 0) return -1
    }
  }
  return -1
}

function endOfQuoted(bytes: Buffer, start: number, mark: number): number {
  for (let position = start + 1; position < bytes.length; position++) {
    if (bytes[position] === 0x5c && mark !== 0x60) position++
    else if (bytes[position] === mark) return position
  }
  return -1
}
