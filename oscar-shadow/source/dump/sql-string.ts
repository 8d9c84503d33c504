const quote = 0x27
const backslash = 0x5c
const newline = 0x0a

/**
 * How quotes and control characters stand in the strings of a dump. Backslashes are the rule; a server with
 * NO_BACKSLASH_ESCAPES doubles quotes instead and leaves the rest as it is. The file doesn't say which: the first string
 * decides that has a line break as it is, or a backslash before what must be escaped.
 */
export type Escapes = { style: 'undecided' | 'backslash' | 'none' }

const escaped = new Set([...Buffer.from('nr0Z\\\'"')])

/** Bytes that are looked at one by one before a search is worth its call. */
const shortString = 48

/**
 * The position of the quote that ends a string whose content begins at `start`; -1 where it, or the byte after it,
 * lies beyond the end.
 */
export function endOfString(bytes: Buffer, start: number, escapes: Escapes): number {
  let position = start
  for (;;) {
    const end = escapes.style === 'undecided' ? decide(bytes, position, escapes) : nextQuote(bytes, position, escapes)
    if (end < 0 || end + 1 >= bytes.length) return -1
    if (bytes[end + 1] !== quote) return end
    position = end + 2
  }
}

/** The next quote that no backslash makes a part of the text. */
function nextQuote(bytes: Buffer, start: number, { style }: Escapes): number {
  const plain = style === 'none'
  const near = Math.min(bytes.length, start + shortString)
  let position = start
  while (position < near) {
    const byte = bytes[position]
    if (byte === quote) return position
    position += byte === backslash && !plain ? 2 : 1
  }
  if (position > bytes.length) return -1
  for (let from = position; ; ) {
    const end = bytes.indexOf(quote, from)
    if (end < 0 || plain || !isEscaped(bytes, end, position)) return end
    from = end + 1
  }
}

/** Whether an odd number of backslashes stands before a position, none of them before `start`. */
function isEscaped(bytes: Buffer, position: number, start: number): boolean {
  let first = position
  while (first > start && bytes[first - 1] === backslash) first--
  return (position - first) % 2 === 1
}

/** As nextQuote, byte by byte; decides on the way, and then the bytes after that are read as decided. */
function decide(bytes: Buffer, start: number, escapes: Escapes): number {
  for (let position = start; position < bytes.length; position++) {
    const byte = bytes[position]
    if (byte === quote) return position
    if (byte === newline) escapes.style = 'none'
    if (byte === backslash) {
      const next = bytes[position + 1]
      if (next === undefined) return -1
      if (escaped.has(next)) escapes.style = 'backslash'
      position++
    }
    if (escapes.style !== 'undecided') return nextQuote(bytes, position + (byte === backslash ? 1 : 0), escapes)
  }
  return -1
}

const meanings = new Map(
  [...'0nrtbZ'].map((letter, index) => [letter.charCodeAt(0), [0, 10, 13, 9, 8, 26][index] ?? 0]),
)

/** What a string between its quotes says. */
export function unescapeString(content: Buffer, { style }: Escapes): Buffer {
  const mark = style === 'none' ? quote : backslash
  if (!content.includes(mark) && (mark === quote || !content.includes(quote))) return content
  const said = Buffer.allocUnsafe(content.length)
  let length = 0
  let from = 0
  for (let at = nextMark(content, 0, style); at >= 0; at = nextMark(content, from, style)) {
    length += content.copy(said, length, from, at)
    const [first, second = 0] = [content[at], content[at + 1]]
    said[length++] = first === quote ? quote : (meanings.get(second) ?? second)
    from = at + 2
  }
  length += content.copy(said, length, from)
  return said.subarray(0, length)
}

/** The next escape or doubled quote. */
function nextMark(content: Buffer, from: number, style: Escapes['style']): number {
  for (let at = from; at < content.length; at++) {
    const byte = content[at]
    if (byte === quote || (byte === backslash && style !== 'none')) return at
  }
  return -1
}
