import type { DatabaseSync } from 'node:sqlite'
import { type AuditEntry, type AuditHead, type AuditLink, beginning, linkAfter } from '../query/audit-chain.ts'
import type { QueryTexts } from '../query/query.ts'
import { atomically } from './sqlite-query-writes.ts'

const pageSize = 500

export function appendAudit(db: DatabaseSync, entry: AuditEntry): AuditLink {
  return atomically(db, () => {
    const last = db.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get() as AuditHead | undefined
    // Where the last entries were cut off, the chain goes on from the noted head: the gap stays to be seen.
    const head = readHead(db)
    const link = linkAfter(head && head.seq > (last?.seq ?? 0) ? head : (last ?? beginning), entry)
    db.prepare('INSERT INTO audit VALUES (?, ?, ?)').run(link.seq, link.text, link.hash)
    db.prepare('INSERT OR REPLACE INTO audit_head VALUES (1, ?, ?)').run(link.seq, link.hash)
    return link
  })
}

/** A page of the log: the entries after this one, up to a bounded number. */
export function readAudit(db: DatabaseSync, after: number): AuditLink[] {
  const page = db.prepare(`SELECT seq, entry AS text, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT ${pageSize}`)
  return (page.all(after) as AuditLink[]).map((row) => ({ ...row }))
}

/** The texts of a query, also after it was deleted. */
export function readTexts(db: DatabaseSync, textHash: string): QueryTexts | undefined {
  const texts = db.prepare('SELECT map, reduce, functions, filter FROM texts WHERE hash = ?').get(textHash)
  return texts && ({ ...texts } as QueryTexts)
}

export function readHead(db: DatabaseSync): AuditHead | undefined {
  const head = db.prepare('SELECT seq, hash FROM audit_head').get() as AuditHead | undefined
  // SQLite's own rows have no prototype.
  return head && { ...head }
}
