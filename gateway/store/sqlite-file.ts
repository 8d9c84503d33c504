import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EndpointError } from '../../provision/endpoint-error.ts'

const schemaVersion = 1

// STRICT, so that what comes back has the types of `StoredRow`. The time is seconds since 1970.
const schema = `
  CREATE TABLE records (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    effective_time REAL,
    hash_id TEXT,
    json TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version = ${schemaVersion};`

/** An open database and the file behind it, by which a file put in its place is noticed. */
export type OpenFile = { db: DatabaseSync; inode: number }

export function sqliteFile(folder: string): string {
  return join(folder, 'records.sqlite')
}

/**
 * Opens the file for writing; makes folder, file and schema where they are missing, readable by their owner only.
 * Raises what SQLite raises, and EndpointError where a newer release wrote the file.
 */
export function openForWriting(folder: string): OpenFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = sqliteFile(folder)
  // SQLite would create it for everybody; its WAL and shared memory take over the mode of this file.
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  const { db, inode } = open(file, { readOnly: false, patience: 30_000 })
  return settled(db, () => {
    // The page size must come before the first table. 8 KiB pages took 37 kB records fastest of 4 to 64 KiB.
    db.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    // What is deleted or replaced is overwritten with zeros; temporary copies never reach a disk.
    db.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY')
    // 32 MiB of WAL between checkpoints: a full export writes each page of the file once, not once a commit.
    db.exec('PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864')
    createSchema(db, file)
    return { db, inode }
  })
}

/** Opens the file for reading; undefined while there is no store in it yet. Raises as `openForWriting`. */
export function openForReading(folder: string): OpenFile | undefined {
  const file = sqliteFile(folder)
  // Not existsSync: that takes a folder that may not be read for an empty one.
  if (!statSync(file, { throwIfNoEntry: false })) return undefined
  // Readers hardly ever wait in WAL mode, and this one would hold up its event loop.
  const { db, inode } = open(file, { readOnly: true, patience: 1_000 })
  return settled(db, () => {
    if (versionOf(db, file) > 0) return { db, inode }
    db.close()
    return undefined
  })
}

/** Whether another file, or none, stands where the opened one stood: its old content would be written in vain. */
export function hasMoved({ inode }: OpenFile, folder: string): boolean {
  return statSync(sqliteFile(folder), { throwIfNoEntry: false })?.ino !== inode
}

function open(file: string, { readOnly, patience }: { readOnly: boolean; patience: number }): OpenFile {
  const inode = statSync(file).ino
  return { db: new DatabaseSync(file, { readOnly, timeout: patience }), inode }
}

/** Closes the database where what comes next fails. */
function settled<Result>(db: DatabaseSync, next: () => Result): Result {
  try {
    return next()
  } catch (error) {
    db.close()
    throw error
  }
}

function createSchema(db: DatabaseSync, file: string) {
  if (versionOf(db, file) === schemaVersion) return
  db.exec('BEGIN IMMEDIATE')
  // Another process may have been first.
  if (versionOf(db, file) === 0) db.exec(schema)
  db.exec('COMMIT')
}

function versionOf(db: DatabaseSync, file: string): number {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (found <= schemaVersion) return found
  throw new EndpointError(`${file} has schema ${found}; this release knows schemas up to ${schemaVersion}`, {
    advice: 'run the release that wrote it, or move the file away and export all patients again',
  })
}
