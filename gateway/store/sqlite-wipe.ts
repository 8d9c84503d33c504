import type { DatabaseSync } from 'node:sqlite'

/**
 * Deletes every record and what they left in the files; answers how many there were. Other processes may keep the
 * file open. Raises SQLite's error; if another process's long read keeps the WAL from being emptied, the records are
 * deleted all the same and another wipe finishes the work.
 */
export function wipeFile(db: DatabaseSync): number {
  // secure_delete zeroes every page that this frees, so that the file itself keeps nothing once they are copied to it.
  const { changes } = db.prepare('DELETE FROM records').run()
  // The WAL still holds the pages as they were: its content goes to the file, then it is cut to no length at all.
  emptyWal(db)
  // Gives the zeroed pages back to the disk; through the WAL again, and only the second emptying shrinks the file.
  db.exec('VACUUM')
  emptyWal(db)
  return Number(changes)
}

export function emptyWal(db: DatabaseSync) {
  const busy = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy
  if (busy !== 0) throw new Error('another process is reading, so the write-ahead log could not be emptied')
}
