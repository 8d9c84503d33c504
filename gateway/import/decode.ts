import { isAscii, isUtf8 } from 'node:buffer'
import { DocumentRefused } from './refusal.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1' | 'windows-1252' | 'us-ascii'

/** What an XML declaration may call an encoding (IANA names and aliases), in lower case. */
const encodingNames: ReadonlyMap<string, readonly Encoding[]> = new Map([
  ['utf-8', ['utf-8']],
  ['utf8', ['utf-8']],
  ['utf-16', ['utf-16le', 'utf-16be']],
  ['utf-16le', ['utf-16le']],
  ['utf-16be', ['utf-16be']],
  ['iso-8859-1', ['iso-8859-1']],
  ['iso8859-1', ['iso-8859-1']],
  ['iso_8859-1', ['iso-8859-1']],
  ['latin1', ['iso-8859-1']],
  ['windows-1252', ['windows-1252']],
  ['cp1252', ['windows-1252']],
  ['us-ascii', ['us-ascii']],
  ['ascii', ['us-ascii']],
])

const byteOrderMarks: readonly { bytes: readonly number[]; encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
]

/** The bytes that windows-1252 leaves undefined; decoders let them through as control characters. */
const undefinedIn1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d]

/** An XML declaration is short; one whose encoding isn't told within this many characters is malformed anyway. */
const declarationLength = 256

/**
 * The text of an XML document, without byte order mark, by its byte order mark and declaration (XML 1.0 appendix F).
 * Raises DocumentRefused (`encoding`) for unknown encodings, bytes that are invalid in the declared one, and a
 * declaration at odds with the byte order mark.
 */
export function decodeDocument(bytes: Uint8Array): string {
  const mark = byteOrderMarks.find(({ bytes: wanted }) => wanted.every((byte, at) => bytes[at] === byte))
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(mark?.bytes.length ?? 0)
  const detected = mark?.encoding ?? detectUtf16(body)
  const declared = declaredEncodings(body, detected)
  if (detected && declared && !declared.includes(detected)) {
    throw new DocumentRefused('encoding', 'the encoding in the XML declaration is not that of the byte order')
  }
  const encoding = detected ?? declared?.[0] ?? 'utf-8'
  if (!detected && encoding.startsWith('utf-16')) {
    throw new DocumentRefused('encoding', 'the XML declaration says UTF-16, but the bytes are not')
  }
  return decode(body, encoding)
}

/** UTF-16 without a byte order mark shows by `<` and a zero byte. */
function detectUtf16(body: Buffer): Encoding | undefined {
  if (body[0] === 0x3c && body[1] === 0) return 'utf-16le'
  if (body[0] === 0 && body[1] === 0x3c) return 'utf-16be'
  return undefined
}

function declaredEncodings(body: Buffer, detected: Encoding | undefined): readonly Encoding[] | undefined {
  const start = detected?.startsWith('utf-16')
    ? decodeUtf16(body.subarray(0, 2 * declarationLength), detected, false)
    : body.toString('latin1', 0, declarationLength)
  const name = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']/.exec(start)?.[1]
  if (name === undefined) return undefined
  const declared = encodingNames.get(name.toLowerCase())
  if (!declared) throw new DocumentRefused('encoding', 'the XML declaration names an encoding that is not known here')
  return declared
}

function decode(body: Buffer, encoding: Encoding): string {
  // One-byte strings are parsed faster, and most documents are plain ASCII.
  if (!encoding.startsWith('utf-16') && isAscii(body)) return body.toString('latin1')
  switch (encoding) {
    case 'utf-8':
      if (!isUtf8(body)) throw invalidBytes(encoding)
      return body.toString('utf8')
    case 'iso-8859-1':
      return body.toString('latin1')
    case 'windows-1252':
      if (undefinedIn1252.some((byte) => body.includes(byte))) throw invalidBytes(encoding)
      return new TextDecoder('windows-1252').decode(body)
    case 'us-ascii':
      throw invalidBytes(encoding)
    default:
      return decodeUtf16(body, encoding, true)
  }
}

function decodeUtf16(body: Buffer, encoding: string, fatal: boolean): string {
  try {
    return new TextDecoder(encoding, { fatal, ignoreBOM: true }).decode(body)
  } catch {
    throw invalidBytes(encoding)
  }
}

function invalidBytes(encoding: string): DocumentRefused {
  return new DocumentRefused('encoding', `the document holds bytes that are not valid ${encoding.toUpperCase()}`)
}
