import { DocumentRefused } from './refusal.ts'

/** How many bare ampersands are repaired at most; a document with more is no chart with a few unescaped fields. */
const mostRepairs = 100_000

const notRepaired = [
  { opens: '<![CDATA[', closes: ']]>' },
  { opens: '<!--', closes: '-->' },
]
const reference = /&(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);/y

/**
 * Escapes each `&` outside CDATA and comments that begins no reference: the one malformation met every day, since the
 * OSCAR export of the 12.1 time leaves some forty fields unescaped (`e2e-import.md` section 12). Answers undefined if
 * there is none. Takes time linear in the text. Raises DocumentRefused (`limit`) for more than anybody's chart could hold.
 */
export function escapeBareAmpersands(text: string): { text: string; count: number } | undefined {
  const pieces: string[] = []
  let copied = 0
  let at = 0
  while (at < text.length) {
    at = nextCandidate(text, at)
    if (at < 0) break
    const end = endOfSpared(text, at) ?? endOfReference(text, at)
    if (end !== undefined) {
      at = end
      continue
    }
    if (pieces.length === mostRepairs) throw new DocumentRefused('limit', 'there are too many bare ampersands')
    pieces.push(text.slice(copied, at))
    copied = at + 1
    at = copied
  }
  if (pieces.length === 0) return undefined
  return { text: `${pieces.join('&amp;')}&amp;${text.slice(copied)}`, count: pieces.length }
}

const candidate = /&|<!\[CDATA\[|<!--/g

function nextCandidate(text: string, from: number): number {
  candidate.lastIndex = from
  return candidate.exec(text)?.index ?? -1
}

/** Where the CDATA section or comment that begins here ends; undefined if none begins here. */
function endOfSpared(text: string, at: number): number | undefined {
  const spared = notRepaired.find(({ opens }) => text.startsWith(opens, at))
  if (!spared) return undefined
  const close = text.indexOf(spared.closes, at + spared.opens.length)
  return close < 0 ? text.length : close + spared.closes.length
}

function endOfReference(text: string, at: number): number | undefined {
  reference.lastIndex = at
  return reference.test(text) ? reference.lastIndex : undefined
}
