import { isAscii } from 'node:buffer'

/** How bytes of a text column are to be read; see `oscar-schema.md` section 1, "Characters". */
export type Decode = (bytes: Uint8Array) => string

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')
const utf16 = new TextDecoder('utf-16be')

/** The decoder for a character set under MySQL's name for it. */
export function decoderFor(charset: string | undefined): Decode {
  if (charset?.startsWith('utf8')) return decodeUtf8Column
  if (charset === 'ucs2' || charset === 'utf16') return (bytes) => utf16.decode(bytes)
  return decodeLatin1Column
}

/** A latin1 column holds windows-1252 or, written through a connection that lied, UTF-8; each value by itself. */
export function decodeLatin1Column(bytes: Uint8Array): string {
  if (isAscii(bytes)) return plain(bytes)
  return readUtf8(bytes) ?? windows1252.decode(bytes)
}

/** A utf8 column holds UTF-8 or, written through a connection that lied, UTF-8 of what UTF-8 looks like in windows-1252. */
export function decodeUtf8Column(bytes: Uint8Array): string {
  if (isAscii(bytes)) return plain(bytes)
  const text = readUtf8(bytes)
  // Not from such a column: a dump that doesn't say its character set.
  if (text === undefined) return windows1252.decode(bytes)
  const onceLess = encodeWindows1252(text)
  return (onceLess && readUtf8(onceLess)) ?? text
}

const plain = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

/**
 * Undefined for what is no UTF-8. Columns cut long values silently, in the middle of a character too: where everything
 * else is UTF-8 with at least one character beyond ASCII, the cut one is left out.
 */
function readUtf8(bytes: Uint8Array): string | undefined {
  const whole = tryUtf8(bytes)
  if (whole !== undefined) return whole
  const start = startOfCutCharacter(bytes)
  if (start === undefined) return undefined
  const kept = bytes.subarray(0, start)
  return isAscii(kept) ? undefined : tryUtf8(kept)
}

function tryUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** Where the last character begins if its last bytes are missing. */
function startOfCutCharacter(bytes: Uint8Array): number | undefined {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0
    if (length > back) return bytes.length - back
    if (byte < 0x80 || byte >= 0xc0) return undefined
  }
  return undefined
}

const byteOf = new Map(
  Array.from({ length: 128 }, (_, index) => [windows1252.decode(Uint8Array.of(128 + index)), 128 + index]),
)

function encodeWindows1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    const byte = code < 0x80 ? code : byteOf.get(text.charAt(index))
    if (byte === undefined) return undefined
    bytes[index] = byte
  }
  return bytes
}
