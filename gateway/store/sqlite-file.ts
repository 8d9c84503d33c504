import { chmodSync, chownSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EndpointError } from '../../provision/endpoint-error.ts'
import type { SqliteSchema } from './sqlite-schemas.ts'

/** An open database and the file behind it, by which a file put in its place is noticed. */
export type OpenFile = { db: DatabaseSync; file: string; inode: number }

// Milliseconds that a connection waits for another process. Readers hardly ever wait in WAL mode, and they hold up
// their event loop.
const writerPatience = 30_000
const readerPatience = 1_000

/**
 * Opens the file for writing; makes folder, file and schema where they are missing, readable by their owner only, and
 * brings the file of an older release up to date. Raises what SQLite raises, and EndpointError where a newer release
 * wrote the file.
 */
export function openForWriting(folder: string, schema: SqliteSchema, patience = writerPatience): OpenFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, schema.file)
  // SQLite would create it for everybody; its WAL and shared memory take over the mode of this file.
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  giveToOwner(file, folder)
  const opened = open(file, { readOnly: false, patience })
  const { db } = opened
  return settled(db, () => {
    // The page size must come before the first table. 8 KiB pages took 37 kB records fastest of 4 to 64 KiB.
    db.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    // What is deleted or replaced is overwritten with zeros; temporary copies never reach a disk.
    db.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY')
    // 32 MiB of WAL between checkpoints: a full export writes each page of the file once, not once a commit.
    db.exec('PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864')
    update(opened, schema)
    return opened
  })
}

/** What root makes, with a command beside the gateway, is the gateway's all the same. */
function giveToOwner(file: string, folder: string) {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(folder)
  chownSync(file, uid, gid)
}

/** Opens the file for reading; undefined while there is no store in it yet. Raises as `openForWriting`. */
export function openForReading(folder: string, schema: SqliteSchema): OpenFile | undefined {
  const file = join(folder, schema.file)
  // Not existsSync: that takes a folder that may not be read for an empty one.
  if (!statSync(file, { throwIfNoEntry: false })) return undefined
  const opened = open(file, { readOnly: true, patience: readerPatience })
  const version = settled(opened.db, () => versionOf(opened, schema))
  if (version === schema.steps.length) return opened
  opened.db.close()
  if (version === 0) return undefined
  openForWriting(folder, schema, readerPatience).db.close()
  return open(file, { readOnly: true, patience: readerPatience })
}

/** Whether another file, or none, stands where the opened one stood: its old content would be written in vain. */
export function hasMoved({ file, inode }: OpenFile): boolean {
  return statSync(file, { throwIfNoEntry: false })?.ino !== inode
}

function open(file: string, { readOnly, patience }: { readOnly: boolean; patience: number }): OpenFile {
  const inode = statSync(file).ino
  return { db: new DatabaseSync(file, { readOnly, timeout: patience }), file, inode }
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

function update(opened: OpenFile, schema: SqliteSchema) {
  const wanted = schema.steps.length
  if (versionOf(opened, schema) === wanted) return
  opened.db.exec('BEGIN IMMEDIATE')
  // Another process may have been first.
  for (const step of schema.steps.slice(versionOf(opened, schema))) opened.db.exec(step)
  opened.db.exec(`PRAGMA user_version = ${wanted}; COMMIT`)
}

function versionOf({ db, file }: OpenFile, { steps, without }: SqliteSchema): number {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (found <= steps.length) return found
  throw new EndpointError(`${file} has schema ${found}; this release knows schemas up to ${steps.length}`, {
    advice: `run the release that wrote it, or move the file away and ${without}`,
  })
}
