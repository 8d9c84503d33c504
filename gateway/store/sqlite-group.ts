import type { DatabaseSync } from 'node:sqlite'
import type { RecordText, Upsert } from './record-store.ts'
import { isEarlier, isOtherPerson } from './replacement.ts'
import type { Failure } from './writer-messages.ts'

type StoredRow = { effective_time: number | null; hash_id: string | null; same: 0 | 1 }

export type UpsertRow = (record: RecordText) => Upsert

/** Prepares the upsert of one record inside a transaction; the rule is K20 of `e2e-import.md`. */
export function prepareUpsert(db: DatabaseSync): UpsertRow {
  const read = db.prepare('SELECT effective_time, hash_id, json = ? AS same FROM records WHERE id = ?')
  const write = db.prepare(
    `INSERT INTO records (id, effective_time, hash_id, json) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
     SET effective_time = excluded.effective_time, hash_id = excluded.hash_id, json = excluded.json`,
  )
  return (record) => {
    const stored = read.get(record.json, record._id) as StoredRow | undefined
    const otherPerson = stored !== undefined && isOtherPerson(stored, record)
    if (stored && isEarlier(record, stored)) return { outcome: 'stale', otherPerson }
    if (stored?.same) return { outcome: 'unchanged', otherPerson }
    write.run(record._id, record.effective_time, record.hash_id, record.json)
    return { outcome: stored ? 'replaced' : 'inserted', otherPerson }
  }
}

/**
 * Writes the records in one transaction; answers in their order. A record that SQLite can't hold fails alone; any
 * other error fails the whole group and is raised, with nothing written.
 */
export function writeGroup(
  db: DatabaseSync,
  upsert: UpsertRow,
  records: RecordText[],
): ({ result: Upsert } | Failure)[] {
  db.exec('BEGIN IMMEDIATE')
  const answers = records.map((record) => {
    try {
      return { result: upsert(record) }
    } catch (error) {
      if (!isAboutRecord(error)) throw error
      return { failure: 'refused' as const, message: messageOf(error) }
    }
  })
  db.exec('COMMIT')
  return answers
}

/** SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH: they undo only their own statement. */
const recordCodes = new Set([18, 19, 20])

function isAboutRecord(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // The low byte is the primary code; a value of the wrong type never gets as far as SQLite.
  if ('errcode' in error) return recordCodes.has(Number(error.errcode) & 0xff)
  return 'code' in error && error.code === 'ERR_INVALID_ARG_TYPE'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
