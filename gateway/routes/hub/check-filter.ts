import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { RequestRefused } from '../request-refused.ts'

/**
 * A filter must be blank or a JSON object; what it asks for is the engine's to judge. Raises RequestRefused (400) with
 * the position of what is wrong.
 */
export function checkFilter(filter: string | null): void {
  if (!filter?.trim()) return
  let value: unknown
  try {
    value = JSON.parse(filter)
  } catch {
    throw new RequestRefused(400, `the filter is not JSON${positionOfError(filter)}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestRefused(400, 'the filter is not a JSON object')
  }
}

/** JSON.parse tells positions only sometimes, and quotes the text. */
function positionOfError(text: string): string {
  const errors: ParseError[] = []
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch {
    // Nested too deeply for this parser; then there is no position.
  }
  const [first] = errors
  if (!first) return ''
  const before = text.slice(0, first.offset).split(/\r\n|\n|\r/)
  const [line, column] = [before.length, (before.at(-1) ?? '').length + 1]
  return `: ${wordsOf(printParseErrorCode(first.error))} at line ${line}, column ${column}`
}

/** `CommaExpected` → `comma expected` */
const wordsOf = (code: string) => code.replace(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
