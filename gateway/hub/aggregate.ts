import { EndpointError } from '../../provision/endpoint-error.ts'
import type { QueryLimits } from '../query/engine.ts'
import { openEngine, type RecordSource } from '../query/open-engine.ts'
import { QueryFailed } from '../query/query-failed.ts'
import type { Values } from './remote-query.ts'

/** Only against accidents: the text is its operator's own, and what it sees are aggregates. */
const defaultLimits: QueryLimits = { time: 30_000, memory: 512, keys: 1e6, keyLength: 1e6, result: 64 * 1024 * 1024 }

/** Every result as the hub looks at it: each name with its value. */
const emitAll = 'function map(result) { result.json.members.forEach(function (it) { emit(it[0], it[1]) }) }'

/**
 * What the hub makes of several gateways' results (`gateway-api.md` section 6.2): a name that only one of them has keeps
 * its value, for any other the query's own reduce is called, in a sandbox as at a gateway. Raises EndpointError if it
 * fails there.
 */
export async function aggregate(
  results: readonly Values[],
  reduce: string,
  limits: Partial<QueryLimits> = {},
): Promise<Values> {
  const members = results.flatMap((values) => [...values])
  const grouped = Map.groupBy(members, ([name]) => name)
  const shared = members.filter(([name]) => (grouped.get(name)?.length ?? 0) > 1)
  const reduced = shared.length === 0 ? new Map() : await reduceMembers(shared, reduce, { ...defaultLimits, ...limits })
  return new Map([...grouped].map(([name, [first]]) => [name, reduced.has(name) ? reduced.get(name) : first?.[1]]))
}

async function reduceMembers(
  members: readonly [string, unknown][],
  reduce: string,
  limits: QueryLimits,
): Promise<Values> {
  const engine = openEngine(sourceOf(members), { processes: 1, standbyMemory: 0 })
  try {
    const { values } = await engine.run(
      { map: emitAll, reduce, functions: null, filter: null },
      limits,
      new AbortController().signal,
    )
    return new Map(values.map(([name, json]) => [name, JSON.parse(json)]))
  } catch (cause) {
    if (!(cause instanceof QueryFailed)) throw cause
    throw new EndpointError(`the query's own reduce failed on the results of the gateways: ${cause.message}`, {
      advice: 'reduce must take what it returned itself as input; see the results of each gateway with --json',
      cause,
    })
  } finally {
    await engine.close()
  }
}

/** So many members stand in one document. */
const portion = 1000

/** Documents of members, for the sandbox to read as it reads records. */
function sourceOf(members: readonly [string, unknown][]): RecordSource {
  return {
    appliesFilters: false,
    version: async () => '',
    async *pages() {
      for (let from = 0; from < members.length; from += portion) {
        yield [JSON.stringify({ members: members.slice(from, from + portion) })]
      }
    },
  }
}
