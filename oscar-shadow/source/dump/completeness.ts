/** Looks for proof that a dump was written to its end (`shadow-and-backup.md` section 5). */
export type Completeness = {
  comment(text: string): void
  statement(text: string): void
  /** Whether the last thing in the file says that all was written. */
  isComplete(): boolean
  /** Whether there has been anything of a dump at all. */
  hasBegun(): boolean
  /** The server's version, where the head tells it. */
  server(): string | undefined
}

/**
 * mysqldump ends a dump with a line of comment; where comments are turned off it still ends with a statement that puts
 * a setting back. Either must be the last thing in the file.
 */
export function watchCompleteness(): Completeness {
  let begun = false
  let headed = false
  let ended = false
  let server: string | undefined
  return {
    comment(text) {
      begun = true
      if (/^-- (MySQL|MariaDB) dump /.test(text)) headed = true
      server ??= /^-- Server version\s+(\S+)/.exec(text)?.[1]
      ended = /^-- Dump completed/.test(text)
    },
    statement(text) {
      begun = true
      ended = !headed && /^SET SQL_NOTES=@OLD_SQL_NOTES/.test(text)
    },
    isComplete: () => ended,
    hasBegun: () => begun,
    server: () => server,
  }
}
