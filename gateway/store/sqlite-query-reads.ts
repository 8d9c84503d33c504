import type { DatabaseSync } from 'node:sqlite'
import type { QueryId, QueryResult } from '../query/query.ts'
import type { Decision, NewResult, StoredQuery, StoredSummary } from './query-store.ts'
import {
  type QueryRow,
  queryOf,
  type ResultRow,
  resultOf,
  type SummaryRow,
  selectQuery,
  summaryColumns,
  summaryOf,
} from './sqlite-query-rows.ts'

export function readQuery(db: DatabaseSync, id: QueryId): StoredQuery | undefined {
  const row = db.prepare(`${selectQuery} WHERE queries.id = ?`).get(id) as QueryRow | undefined
  return row && queryOf(row)
}

/** As `Queries.list`. */
export function listQueries(db: DatabaseSync, most: number): StoredSummary[] {
  const select = (status: string, limit: number) =>
    db
      .prepare(
        `SELECT ${summaryColumns} FROM queries WHERE status IN (${status}) ORDER BY updated_at DESC, id DESC LIMIT ?`,
      )
      .all(limit) as SummaryRow[]
  const unfinished = select("'queued', 'running'", -1)
  const finished = select("'complete', 'failed'", Math.max(0, most - unfinished.length))
  return [...unfinished, ...finished].map(summaryOf).sort(byNewest)
}

const byNewest = (one: StoredSummary, two: StoredSummary) =>
  one.updatedAt < two.updatedAt || (one.updatedAt === two.updatedAt && one.id < two.id) ? 1 : -1

export function countUnfinished(db: DatabaseSync): number {
  return Number(db.prepare("SELECT count(*) AS n FROM queries WHERE status IN ('queued', 'running')").get()?.n)
}

export function isHeldBy(db: DatabaseSync, id: QueryId, holder: string): boolean {
  return (
    db.prepare("SELECT 1 FROM queries WHERE id = ? AND holder = ? AND status = 'running'").get(id, holder) !== undefined
  )
}

export function readResult(db: DatabaseSync, id: QueryId): QueryResult | undefined {
  const row = db.prepare('SELECT * FROM results WHERE id = ?').get(id) as (ResultRow & { values: string }) | undefined
  return row && { ...resultOf(row), values: row.values }
}

export function listResults(db: DatabaseSync, most: number): Omit<QueryResult, 'values'>[] {
  const rows = db.prepare(
    'SELECT id, query_id, created_at, cells, minimum FROM results ORDER BY created_at DESC, id DESC LIMIT ?',
  )
  return (rows.all(most) as ResultRow[]).map(resultOf)
}

export function findCached(db: DatabaseSync, cacheKey: string): NewResult | undefined {
  const row = db.prepare('SELECT * FROM results WHERE cache_key = ? LIMIT 1').get(cacheKey)
  const { values, cells, minimum } = (row ?? {}) as { values?: string; cells: number; minimum: number }
  return values === undefined ? undefined : { values, suppressed: { cells, minimum }, cacheKey }
}

type DecisionRow = { text_hash: string; verdict: Decision['verdict']; why: string | null; by: string; at: string }

const decisionOf = ({ text_hash, why, ...row }: DecisionRow): Decision => ({
  ...row,
  textHash: text_hash,
  ...(why !== null && { why }),
})

export function readDecision(db: DatabaseSync, textHash: string): Decision | undefined {
  const row = db.prepare('SELECT * FROM decisions WHERE text_hash = ?').get(textHash) as DecisionRow | undefined
  return row && decisionOf(row)
}

export function listDecisions(db: DatabaseSync): Decision[] {
  return (db.prepare('SELECT * FROM decisions ORDER BY at').all() as DecisionRow[]).map(decisionOf)
}
