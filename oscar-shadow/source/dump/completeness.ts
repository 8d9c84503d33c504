/** Looks for proof that a dump was written to its end (`shadow-and-backup.md` section 5). */
export type Completeness = {
  comment(text: string): void
  statement(text: string): void
  /** Whether rows or definitions come after what ended the dump. */
  isComplete(): boolean
}

/**
 * mysqldump ends a dump with a line of comment; where comments are turned off it still ends with a statement that puts
 * a setting back. Either must be the last thing in the file.
 */
export function watchCompleteness(): Completeness {
  let headed = false
  let ended = false
  return {
    comment(text) {
      if (/^-- (MySQL|MariaDB) dump /.test(text)) headed = true
      ended = /^-- Dump completed/.test(text)
    },
    statement(text) {
      ended = !headed && /^SET SQL_NOTES=@OLD_SQL_NOTES/.test(text)
    },
    isComplete: () => ended,
  }
}
