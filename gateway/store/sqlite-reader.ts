import { hasMoved, type OpenFile, openForReading } from './sqlite-file.ts'
import { recordsSchema } from './sqlite-schemas.ts'

// A page of a scan ends after so many records or characters of JSON text, whichever comes first.
const pageBound = { records: 256, characters: 4e6 }

type Row = { id: string; json: string }

/** Reads the records of one file; all of it empty while the file does not exist. Raises SQLite's errors. */
export type SqliteReader = {
  get(id: string): string | undefined
  /** The records that follow `after` in order of id; empty at the end. */
  page(after: string, characters?: number): Row[]
  count(): number
  /** Another text after each change. */
  version(): string
  close(): void
}

export function sqliteReader(folder: string): SqliteReader {
  let open: (OpenFile & ReturnType<typeof prepare>) | undefined

  const close = () => {
    open?.db.close()
    open = undefined
  }
  const attempt = <Result>(work: (statements: ReturnType<typeof prepare>) => Result, empty: Result): Result => {
    try {
      if (open && hasMoved(open)) close()
      const file = open ?? openForReading(folder, recordsSchema)
      if (!file) return empty
      open ??= { ...file, ...prepare(file) }
      return work(open)
    } catch (error) {
      close()
      throw error
    }
  }
  return {
    get: (id) => attempt(({ get }) => get(id), undefined),
    page: (after, characters) => attempt(({ page }) => page(after, characters), []),
    count: () => attempt(({ count }) => count(), 0),
    version: () => attempt(({ version }) => version(), 'no file'),
    close,
  }
}

function prepare({ db }: OpenFile) {
  const one = db.prepare('SELECT json FROM records WHERE id = ?')
  const following = db.prepare(`SELECT id, json FROM records WHERE id > ? ORDER BY id LIMIT ${pageBound.records}`)
  const all = db.prepare('SELECT count(*) AS count FROM records')
  const changes = db.prepare("SELECT epoch || ':' || changes AS version FROM version")
  return {
    get: (id: string) => (one.get(id) as Pick<Row, 'json'> | undefined)?.json,
    count: () => Number(all.get()?.count),
    version: () => String(changes.get()?.version),
    page: (after: string, characters = pageBound.characters) =>
      take(following.iterate(after) as Iterable<Row>, characters),
  }
}

/** The first rows, until their JSON is as long as this. */
function take(following: Iterable<Row>, bound: number): Row[] {
  const rows: Row[] = []
  let length = 0
  // Leaving the loop ends SQLite's read too: no page holds up the checkpoints of a writer while its reader thinks.
  for (const row of following) {
    rows.push(row)
    length += row.json.length
    if (length >= bound) break
  }
  return rows
}
