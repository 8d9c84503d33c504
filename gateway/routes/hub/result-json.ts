import type { QueryResult } from '../../query/query.ts'
import { toSecond } from '../times.ts'
import { jsonMembers, jsonObject } from './json-text.ts'

/** The members that every result has; the hub passes over whatever has such a name (`gateway-api.md` section 6). */
const reserved = ['_id', 'query_id', 'created_at']

/**
 * A result as the hub takes it: one member an emitted key, all on one level. Values go through as they were stored;
 * `lost` are emitted keys that can't be told because a member of the result itself has their name.
 */
export function resultJson({ id, queryId, createdAt, values }: QueryResult): { json: string; lost: string[] } {
  const own = jsonObject(jsonMembers({ _id: id, query_id: queryId, created_at: toSecond(createdAt) }))
  const { json, lost } = withoutReserved(values.trim())
  return { json: json === '{}' ? own : `${own.slice(0, -1)},${json.slice(1)}`, lost }
}

/** Values are large and such names rare, so they are taken apart only where one may be among them. */
function withoutReserved(values: string): { json: string; lost: string[] } {
  if (!reserved.some((name) => values.includes(`"${name}"`))) return { json: values, lost: [] }
  const members = Object.entries(JSON.parse(values) as Record<string, unknown>)
  const lost = reserved.filter((name) => members.some(([key]) => key === name))
  if (lost.length === 0) return { json: values, lost }
  return {
    json: jsonObject(
      members.filter(([key]) => !lost.includes(key)).map(([key, value]) => [key, JSON.stringify(value)]),
    ),
    lost,
  }
}

/** What the site's policy left out, as headers: a hub reads none, people do. */
export function suppressionHeaders({ suppressed }: Pick<QueryResult, 'suppressed'>): Record<string, string> {
  if (suppressed.cells === 0) return {}
  return { 'Scoop-Suppressed-Cells': String(suppressed.cells), 'Scoop-Smallest-Cell': String(suppressed.minimum) }
}

/** The list as JSON, for programs that are no hub. */
export function resultListJson(results: readonly Omit<QueryResult, 'values'>[], urlOf: (id: string) => string): string {
  return JSON.stringify(
    results.map(({ id, queryId, createdAt, suppressed }) => ({
      _id: id,
      url: urlOf(id),
      query_id: queryId,
      created_at: toSecond(createdAt),
      suppressed,
    })),
  )
}
