import { QueryFailed } from './query-failed.ts'

/** A MongoDB query document with nothing in it but plain JSON and operators that both stores read alike. */
export type Filter = Readonly<Record<string, unknown>>

const operators = new Set(
  ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin', 'and', 'or', 'nor', 'not', 'exists', 'type', 'mod']
    .concat(['regex', 'options', 'all', 'elemMatch', 'size'])
    .map((name) => `$${name}`),
)

// As deep as a query document of MongoDB may be.
const deepest = 100

/**
 * The filter of a query; undefined where it asks for all records (missing, blank or `{}`). Raises QueryFailed for a text
 * that is no JSON, with the position, and for what this endpoint does not evaluate, JavaScript above all.
 */
export function readFilter(text: string | null): Filter | undefined {
  if (text === null || text.trim() === '') return undefined
  const filter = parse(text)
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) throw refused('must be a JSON object')
  refuseUnknown(filter, 0)
  return Object.keys(filter).length === 0 ? undefined : { ...filter }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const before = text.slice(0, faultIn(text)).split('\n')
    const place = { part: 'filter', line: before.length, column: (before.at(-1)?.length ?? 0) + 1 } as const
    throw new QueryFailed(`filter, line ${place.line}, column ${place.column}: not valid JSON`, { place })
  }
}

/** Where a text stops being the beginning of JSON, which V8 tells only sometimes: as long as more text could mend it. */
function faultIn(text: string): number {
  let [good, bad] = [0, text.length + 1]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (couldGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function couldGoOn(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return /end of JSON|^Unterminated/.test(message) || message.includes(`at position ${start.length} `)
  }
}

function refuseUnknown(part: unknown, depth: number) {
  if (typeof part !== 'object' || part === null) return
  if (depth > deepest) throw refused(`is nested deeper than ${deepest} levels`)
  for (const [name, value] of Object.entries(part)) {
    if (name.startsWith('$') && !operators.has(name))
      throw refused(`uses ${name.slice(0, 40)}, which is not allowed here`)
    if (name.includes('\0')) throw refused('has a field name with a zero byte')
    if (name.split('.').includes('__proto__')) throw refused('has a field named __proto__')
    // By which MongoDB's driver tells its own types.
    if (name === '_bsontype') throw refused('has a field named _bsontype')
    refuseUnknown(value, depth + 1)
  }
}

function refused(reason: string): QueryFailed {
  const allowed = reason.startsWith('uses') ? `; operators: ${[...operators].join(' ')}` : ''
  return new QueryFailed(`filter: the filter ${reason}${allowed}`, { place: { part: 'filter' } })
}
