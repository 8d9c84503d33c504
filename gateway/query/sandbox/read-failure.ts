import { EndpointError } from '../../../provision/endpoint-error.ts'
import type { Place, QueryLimits } from '../engine.ts'
import type { QueryTexts } from '../query.ts'
import { QueryFailed } from '../query-failed.ts'
import type { SandboxFailed } from './sandbox-failed.ts'

/** What of a query its failures are told by. */
export type Told = { texts: Pick<QueryTexts, 'map' | 'reduce' | 'functions'>; limits: QueryLimits }

type Said = Pick<SandboxFailed, 'failure' | 'isCompiling'>

const classes = ['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError', 'EvalError', 'URIError', 'Error']

/**
 * The error for what a sandbox process says went wrong. It may be forged once a query's text has run, so that it is only
 * picked from what can be said at all: never a text of the process, but for a syntax error while `isCompiling`.
 */
export function readFailure({ failure, isCompiling }: Said, { texts, limits }: Told): Error {
  const [kind, ...rest] = failure.split('|')
  if (kind === 'ended') return endFailure(rest[0], limits)
  if (kind === 'limit') return limitFailure(rest[0] ?? '', limits)
  if (kind === 'no map') return failed('it defines no function named map', { part: 'map' })
  if (kind === 'no reduce') return failed('it is no function', { part: 'reduce' })
  if (kind === 'filter') return filterFailure()
  if (kind === 'record') return new QueryFailed('a stored record could not be read as JSON')
  if (kind === 'syntax' && isCompiling) return syntaxFailure(rest, texts)
  if (kind === 'error') return runtimeFailure(rest, texts)
  return new QueryFailed('the sandbox process gave an answer that makes no sense')
}

/** A filter that turns out to be wrong when it is applied. */
export function filterFailure(): QueryFailed {
  return failed('it could not be applied', { part: 'filter' })
}

/** `time` in milliseconds. */
export function timeFailure(time: number): QueryFailed {
  return new QueryFailed(`the query took longer than ${time / 1000} s`)
}

function endFailure(end: string | undefined, { memory, time }: QueryLimits): Error {
  if (end === 'memory') return new QueryFailed(`the query used more than ${memory} MiB of memory`)
  if (end === 'time') return timeFailure(time)
  if (end === 'start') {
    return new EndpointError('a process for the query could not be started', {
      advice: 'see that the machine has memory and processes left; the query can be sent again',
    })
  }
  return new QueryFailed('the process that ran the query ended unexpectedly')
}

function limitFailure(limit: string, limits: QueryLimits): QueryFailed {
  const messages: Record<string, string> = {
    keys: `the query emitted more than ${limits.keys} different keys`,
    keyLength: `the query emitted a key longer than ${limits.keyLength} characters`,
    result: `the result is larger than ${limits.result} bytes`,
    nesting: 'the query emitted a key or value that is nested deeper than 100 levels or holds itself',
  }
  return new QueryFailed(messages[limit] ?? 'the query went beyond one of its limits')
}

function syntaxFailure([source = '', line, column, ...message]: string[], texts: Told['texts']): QueryFailed {
  const place = placeOf(source, line, column, texts)
  return failed(`SyntaxError: ${message.join('|').slice(0, 200)}`, place ?? { part: 'map' })
}

function runtimeFailure(
  [part, className = '', source = '', line, column]: string[],
  texts: Told['texts'],
): QueryFailed {
  const what = classes.includes(className) ? className : 'something was thrown that is no error'
  const place = placeOf(source.replace('query-', ''), line, column, texts)
  return failed(what, place ?? { part: part === 'reduce' ? 'reduce' : 'map' })
}

/** Undefined where the text has no such line and column. */
function placeOf(source: string, line = '', column = '', texts: Told['texts']): Place | undefined {
  const functions = texts.functions ?? ''
  const lines = linesOf(functions).length
  const number = Number(line)
  if (source === 'program') {
    return number <= lines
      ? placeOf('functions', line, column, texts)
      : placeOf('map', `${number - lines}`, column, texts)
  }
  if (source !== 'map' && source !== 'reduce' && source !== 'functions') return undefined
  const width = linesOf(texts[source] ?? '')[number - 1]?.length
  if (width === undefined) return { part: source }
  return Number(column) <= width + 1 && Number(column) > 0
    ? { part: source, line: number, column: Number(column) }
    : { part: source, line: number }
}

// As V8 counts them.
const linesOf = (text: string) => text.split(/\r\n|[\n\r\u2028\u2029]/)

function failed(what: string, place: Place): QueryFailed {
  const line = place.line === undefined ? '' : `, line ${place.line}`
  const column = place.column === undefined ? '' : `, column ${place.column}`
  return new QueryFailed(`${place.part}${line}${column}: ${what}`, { place })
}
