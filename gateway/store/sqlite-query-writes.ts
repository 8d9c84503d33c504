import type { DatabaseSync } from 'node:sqlite'
import { logEntry, newId, now } from '../query/ids.ts'
import type { QueryId } from '../query/query.ts'
import type { Change, Claim, Decision, Guard, Lease, StoredQuery } from './query-store.ts'
import { type QueryRow, queryOf, selectQuery } from './sqlite-query-rows.ts'

/** Does all of the work or none of it, and nobody else writes meanwhile. */
export function atomically<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

export function addQuery(db: DatabaseSync, query: StoredQuery): void {
  const { textHash, map, reduce, functions, filter } = query
  atomically(db, () => {
    db.prepare('INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?, ?)').run(textHash, map, reduce, functions, filter)
    db.prepare(
      `INSERT INTO queries (id, text_hash, hub, request_id, status, held, log, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      ...[query.id, textHash, query.hub, query.requestId ?? null, query.status, query.held ? 1 : 0],
      ...[JSON.stringify(query.log), query.createdAt, query.updatedAt],
    )
  })
}

const runnable = `(status = 'queued' AND held = 0 AND (not_before IS NULL OR not_before <= :now)
  OR status = 'running' AND lease_until < :now)`

/** Looks before it locks: mostly there is nothing to do. */
export function claimQuery(db: DatabaseSync, lease: Lease): Claim | undefined {
  const oldest = db.prepare(`SELECT id FROM queries WHERE ${runnable} ORDER BY created_at, id LIMIT 1`)
  if (!oldest.get({ now: now() })) return undefined
  return atomically(db, () => {
    const id = oldest.get({ now: now() })?.id
    if (typeof id !== 'string') return undefined
    db.prepare(
      `UPDATE queries SET status = 'running', held = 0, holder = ?, lease_until = ?, not_before = NULL, updated_at = ?,
         claims = claims + 1, log = json_insert(log, '$[#]', json(?)) WHERE id = ?`,
    ).run(lease.holder, lease.until, now(), JSON.stringify(logEntry('Job running')), id)
    const row = db.prepare(`${selectQuery} WHERE queries.id = ?`).get(id) as QueryRow
    return { query: queryOf(row), holder: lease.holder, claims: row.claims }
  })
}

export function extendLease(db: DatabaseSync, id: QueryId, { holder, until }: Lease): boolean {
  const extend = db.prepare("UPDATE queries SET lease_until = ? WHERE id = ? AND holder = ? AND status = 'running'")
  return extend.run(until, id, holder).changes === 1
}

const guards = {
  unfinished: "status IN ('queued', 'running')",
  held: "status = 'queued' AND held = 1",
  holder: "status = 'running' AND holder = ?",
}

export function changeQuery(db: DatabaseSync, id: QueryId, guard: Guard, change: Change): boolean {
  return atomically(db, () => {
    const [condition, holder] = typeof guard === 'string' ? [guards[guard], []] : [guards.holder, [guard.holder]]
    const row = db.prepare(`SELECT log, held FROM queries WHERE id = ? AND ${condition}`).get(id, ...holder)
    if (!row) return false
    const log = [...JSON.parse(String(row.log)), ...change.messages.map(logEntry)]
    const held = change.held === undefined ? Number(row.held) : Number(change.held)
    db.prepare(
      `UPDATE queries SET status = ?, held = ?, log = ?, error_message = ?, not_before = ?, updated_at = ?,
         holder = NULL, lease_until = NULL WHERE id = ?`,
    ).run(
      ...[change.status, held, JSON.stringify(log), change.errorMessage ?? null, change.notBefore ?? null, now(), id],
    )
    if (change.result) addResult(db, id, change.result)
    return true
  })
}

function addResult(
  db: DatabaseSync,
  queryId: QueryId,
  { values, suppressed, cacheKey }: NonNullable<Change['result']>,
) {
  db.prepare('INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    ...[newId(), queryId, now(), suppressed.cells, suppressed.minimum, cacheKey ?? null, values],
  )
}

export function writeDecision(db: DatabaseSync, { textHash, verdict, why, by, at }: Decision): void {
  db.prepare('INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?)').run(textHash, verdict, why ?? null, by, at)
}

export function pruneQueries(db: DatabaseSync, { before, keep }: { before: string; keep: number }): number {
  const outdated = `status IN ('complete', 'failed') AND (updated_at < ? OR id NOT IN (
    SELECT id FROM queries WHERE status IN ('complete', 'failed') ORDER BY updated_at DESC, id DESC LIMIT ?))`
  // Looks before it locks.
  if (!db.prepare(`SELECT id FROM queries WHERE ${outdated} LIMIT 1`).get(before, keep)) return 0
  return Number(db.prepare(`DELETE FROM queries WHERE ${outdated}`).run(before, keep).changes)
}
