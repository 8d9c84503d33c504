import { createContext, Script } from 'node:vm'
import { EndpointError } from '../../provision/endpoint-error.ts'
import { plain } from '../plain-text.ts'
import type { Values } from './remote-query.ts'

/** What the database's shell offered to a reduce (`gateway-api.md` section 7.1). */
const shell = `
Array.sum = (list) => list.length === 0 ? null : list.reduce((total, item) => total + item)
Array.avg = (list) => list.length === 0 ? null : Array.sum(list) / list.length
Array.contains = (list, wanted) => list.some((item) => item == wanted)
Array.unique = (list) => list.filter((item, index) => list.findIndex((other) => other == item) === index)
var tojson = (value) => JSON.stringify(value)
var print = () => {}
`

/** Calls the reduce for every name; iterators are what the first gateways passed instead of arrays. */
const reduceAll = `
JSON.stringify(JSON.parse(input).map(([name, values]) => {
  let next = 0
  Object.defineProperty(values, 'hasNext', { value: () => next < values.length })
  Object.defineProperty(values, 'next', { value: () => values[next++] })
  const value = queryReduce(name, values)
  return [name, value === undefined ? null : value]
}))
`

/**
 * What the hub makes of several gateways' results (`gateway-api.md` section 6.2): a name that only one of them has keeps
 * its value, for any other the query's own reduce is called. It runs in this process, in a realm of its own, for at most
 * `time` milliseconds: the text is its operator's own, and what it sees are aggregates. Raises EndpointError if it fails.
 */
export function aggregate(results: readonly Values[], reduce: string, time = 10_000): Values {
  const grouped = Map.groupBy(
    results.flatMap((values) => [...values]),
    ([name]) => name,
  )
  const lists = [...grouped].map(([name, members]) => [name, members.map(([, value]) => value)] as const)
  const several = lists.filter(([, values]) => values.length > 1)
  const reduced = new Map(several.length === 0 ? [] : runReduce(several, reduce, time))
  return new Map(lists.map(([name, values]) => [name, reduced.has(name) ? reduced.get(name) : values[0]]))
}

function runReduce(
  lists: readonly (readonly [string, unknown[]])[],
  reduce: string,
  timeout: number,
): (readonly [string, unknown])[] {
  const context = createContext({ input: JSON.stringify(lists) }, { microtaskMode: 'afterEvaluate' })
  try {
    new Script(shell).runInContext(context)
    // The text is an expression, maybe with statements after it.
    new Script(`var queryReduce = ${reduce}`, { filename: 'reduce' }).runInContext(context, { timeout })
    return JSON.parse(String(new Script(reduceAll).runInContext(context, { timeout })))
  } catch (cause) {
    // An error of another realm is no instance of this one's Error.
    const message = plain(String((cause as { message?: unknown } | null)?.message ?? cause))
    throw new EndpointError(`the query's own reduce failed on the results of the gateways: ${message}`, {
      advice: 'reduce must take what it returned itself as input; see the results of each gateway with --json',
      cause,
    })
  }
}
