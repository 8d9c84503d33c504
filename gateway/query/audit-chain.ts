import { createHash } from 'node:crypto'
import type { QueryId, Timestamp } from './query.ts'

/**
 * What the audit log tells; nothing of a record. `submitted`, `ran` and `cancelled` are about one query, `approved` and
 * `declined` about a text, `wiped` about the records.
 */
export type AuditEvent = 'submitted' | 'ran' | 'cancelled' | 'approved' | 'declined' | 'fetched' | 'wiped'

/** Flat, so that its canonical form is its JSON with sorted keys. */
export type AuditEntry = {
  event: AuditEvent
  at: Timestamp
  /** Who: the name of the hub's certificate, or the account of a person at the endpoint. */
  by: string
  query?: QueryId
  textHash?: string
  /** Of a run. `lost`: what it found was thrown away, because the query was cancelled or another gateway's by then. */
  outcome?: 'complete' | 'cached' | 'failed' | 'stopped' | 'lost'
  /** Why it failed, was cancelled or declined. */
  why?: string
  recordsRead?: number
  keysReturned?: number
  suppressedCells?: number
  resultBytes?: number
  milliseconds?: number
  /** Of a wipe. */
  records?: number
}

/** An entry in its place: `text` is its canonical JSON with `seq`, counted from 1; `hash` covers that and the one before. */
export type AuditLink = { seq: number; text: string; hash: string }
export type AuditHead = Pick<AuditLink, 'seq' | 'hash'>

/** What the first link is chained to. */
export const beginning: AuditHead = { seq: 0, hash: '0'.repeat(64) }

export function linkAfter(previous: AuditHead, entry: AuditEntry): AuditLink {
  const seq = previous.seq + 1
  const text = canonical({ ...entry, seq })
  return { seq, text, hash: hashOf(text, previous.hash) }
}

export function hashOf(text: string, previousHash: string): string {
  return createHash('sha256').update(`${previousHash}\n${text}`).digest('hex')
}

/** One text for one flat value, whatever the order of its keys. */
export function canonical(flat: Record<string, string | number | null | undefined>): string {
  return JSON.stringify(flat, Object.keys(flat).sort())
}
