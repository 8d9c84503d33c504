import { SaxesParser } from 'saxes'
import { escapeBareAmpersands } from './ampersands.ts'
import { buildTree, type Tree } from './build-tree.ts'
import { decodeDocument } from './decode.ts'
import type { Limits } from './limits.ts'
import { DocumentRefused } from './refusal.ts'

/**
 * The element tree of an XML document. Only well-formed XML without a document type declaration passes (K15), with one
 * exception: bare ampersands are repaired and counted in `repaired`. Raises DocumentRefused.
 */
export function parseDocument(bytes: Uint8Array, limits: Limits): Tree & { repaired: number } {
  if (bytes.length > limits.size) throw tooLarge(limits)
  const text = decodeDocument(bytes)
  // The parser would pass over a second byte order mark.
  if (text.startsWith('\uFEFF')) throw notWellFormed('line 1, column 1: disallowed character')
  try {
    return { ...parse(text, limits), repaired: 0 }
  } catch (error) {
    if (error instanceof DocumentRefused) throw error
    const repair = escapeBareAmpersands(text)
    if (!repair) throw malformed(text, limits)
    return { ...parseRepaired(repair.text, limits), repaired: repair.count }
  }
}

function parse(text: string, limits: Limits): Tree {
  // Counting lines costs a third of the time; malformed() does it for those few that need it.
  return buildTree(text, limits, new SaxesParser({ xmlns: false, position: false, ...asVersion10 }))
}

/** XML 1.1 would let control characters through. */
const asVersion10 = { defaultXMLVersion: '1.0', forceXMLVersion: true } as const

function parseRepaired(text: string, limits: Limits): Tree {
  if (text.length > limits.size) throw tooLarge(limits)
  try {
    return parse(text, limits)
  } catch (error) {
    if (error instanceof DocumentRefused) throw error
    throw malformed(text, limits)
  }
}

/** Parses once more with positions, to say where the trouble is. */
function malformed(text: string, limits: Limits): DocumentRefused {
  const parser = new SaxesParser({ xmlns: false, position: true, ...asVersion10 })
  try {
    buildTree(text, limits, parser)
  } catch (error) {
    if (error instanceof DocumentRefused) return error
    return notWellFormed(`line ${parser.line}, column ${parser.column}: ${reasonOf(error)}`)
  }
  throw new Error('a document was malformed once and well-formed the next time')
}

const notWellFormed = (what: string) => new DocumentRefused('malformed', `not well-formed XML at ${what}`)

/** The parser's own sentence without what it quotes: names in a broken document may be pieces of clinical text. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message.replace(/^\d+:\d+: /, '') : ''
  return message.replace(/:.*/s, '').replace(/\.$/, '')
}

function tooLarge(limits: Limits): DocumentRefused {
  return new DocumentRefused(
    'limit',
    `the document is larger than the ${limits.size.toLocaleString('en')} bytes allowed`,
  )
}
