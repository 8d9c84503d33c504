import type { QueryResult, QueryStatus } from '../query/query.ts'
import type { StoredQuery, StoredSummary } from './query-store.ts'

// The schema is STRICT, so what comes back has these types.
export type SummaryRow = {
  id: string
  text_hash: string
  hub: string
  status: QueryStatus
  held: 0 | 1
  created_at: string
  updated_at: string
  error_message: string | null
  request_id: string | null
}

export type QueryRow = SummaryRow & {
  log: string
  result_id: string | null
  claims: number
  map: string
  reduce: string
  functions: string | null
  filter: string | null
}

export type ResultRow = { id: string; query_id: string; created_at: string; cells: number; minimum: number }

export const summaryColumns = 'id, text_hash, hub, status, held, created_at, updated_at, error_message, request_id'

export const selectQuery = `
  SELECT queries.*, map, reduce, functions, filter, results.id AS result_id FROM queries
  JOIN texts ON texts.hash = queries.text_hash LEFT JOIN results ON results.query_id = queries.id`

export function summaryOf(row: SummaryRow): StoredSummary {
  return {
    id: row.id,
    textHash: row.text_hash,
    hub: row.hub,
    status: row.status,
    held: row.held === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.error_message !== null && { errorMessage: row.error_message }),
    ...(row.request_id !== null && { requestId: row.request_id }),
  }
}

export function queryOf(row: QueryRow): StoredQuery {
  const { map, reduce, functions, filter } = row
  return {
    ...summaryOf(row),
    map,
    reduce,
    functions,
    filter,
    log: JSON.parse(row.log),
    ...(row.result_id !== null && { resultId: row.result_id }),
  }
}

export function resultOf(row: ResultRow): Omit<QueryResult, 'values'> {
  const { id, query_id, created_at, cells, minimum } = row
  return { id, queryId: query_id, createdAt: created_at, suppressed: { cells, minimum } }
}
