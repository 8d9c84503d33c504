import * as own from './captured.ts'

/** The names under which the texts of a query are compiled: they mark its lines in a stack. */
export const sources = { program: 'query-program', reduce: 'query-reduce' } as const

const kinds = own.bareList<{ prototype: object; name: string }>()
// The closest to the object comes first on its way to Error.
const classes = { TypeError, ReferenceError, RangeError, SyntaxError, EvalError, URIError, Error }
for (const [name, { prototype }] of Object.entries(classes)) kinds[kinds.length] = { prototype, name }

const inQuery = /(query-program|query-reduce):(\d{1,9}):(\d{1,9})/

/**
 * What may be told of an error that a query's text raised, as `CLASS|SOURCE|LINE|COLUMN`: its message may hold parts of a
 * record. All of it is the query's own doing, the error as well as its stack, so nothing else is read.
 */
export function describe(error: unknown): string {
  try {
    return `${className(error)}|${positionIn(stackOf(error))}`
  } catch {
    return 'unknown|||'
  }
}

function className(error: unknown): string {
  let prototype = typeof error === 'object' && error !== null ? own.getPrototypeOf(error) : null
  for (let steps = 0; prototype && steps < 20; steps++) {
    for (let index = 0; index < kinds.length; index++) {
      const kind = kinds[index]
      if (kind?.prototype === prototype) return kind.name
    }
    prototype = own.getPrototypeOf(prototype)
  }
  return 'other'
}

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const stack: unknown = own.readMember(error, 'stack')
  return typeof stack === 'string' ? own.slice(stack, 0, 20_000) : ''
}

function positionIn(stack: string): string {
  const match = own.firstMatch(inQuery, stack)
  return match ? `${match[1]}|${match[2]}|${match[3]}` : '||'
}
