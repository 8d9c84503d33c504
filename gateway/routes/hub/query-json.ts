import type { Query, QueryLogEntry, QuerySummary } from '../../query/query.ts'
import { toSecond } from '../times.ts'
import { jsonMembers, jsonObject } from './json-text.ts'

/** Where a query and its result are found, by the base URL that the caller used. */
export const queryUrl = (base: string, id: string) => `${base}/queries/${id}`
export const resultUrl = (base: string, id: string) => `${base}/results/${id}`

/** A query as the original showed it, field for field (`gateway-api.md` section 5.4). */
export function queryJson(query: Query, base: string): string {
  const { id, map, reduce, functions, filter, status, log, createdAt, updatedAt, requestId } = query
  return jsonObject([
    ...jsonMembers({ _id: id, format: null, map, reduce, functions }),
    ['filter', filterJson(filter)],
    ...jsonMembers({
      status,
      job_logs: log.map(logJson),
      created_at: toSecond(createdAt),
      updated_at: toSecond(updatedAt),
      error_message: status === 'failed' ? query.errorMessage : undefined,
      request_id: requestId,
      result_url: status === 'complete' && query.resultId !== undefined ? resultUrl(base, query.resultId) : undefined,
    }),
  ])
}

const logJson = ({ id, message, at }: QueryLogEntry) => ({ _id: id, message, created_at: toSecond(at) })

/** The filter as it was sent: it may be nested too deeply to be written anew. */
function filterJson(filter: string | null): string {
  if (!filter?.trim()) return 'null'
  try {
    JSON.parse(filter)
    return filter
  } catch {
    return 'null'
  }
}

/** The list as JSON, for programs that are no hub. */
export function queryListJson(queries: readonly QuerySummary[], base: string): string {
  return JSON.stringify(
    queries.map(({ id, status, held, createdAt, updatedAt, errorMessage }) => ({
      _id: id,
      url: queryUrl(base, id),
      status,
      held,
      created_at: toSecond(createdAt),
      updated_at: toSecond(updatedAt),
      error_message: errorMessage,
    })),
  )
}
