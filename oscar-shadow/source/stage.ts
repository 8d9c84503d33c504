import { mkdirSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { converterFor, type RawValue } from './convert.ts'
import type { Decode } from './decode-text.ts'
import { packer } from './ext-pack.ts'
import { type Layout, layoutOf, type TableName, tableNames } from './layouts.ts'

/** Where a source's tables are gathered, so that they can be read in the order of patients. */
export type Stage = {
  db: DatabaseSync
  /** Takes rows in whose order the columns stand; of rows with the same key the last one counts. */
  fill(table: TableName, columns: readonly { name: string; decode: Decode }[]): Filler
  /** Rows taken so far. */
  rows: ReadonlyMap<TableName, number>
  close(): void
}
export type Filler = { add(row: readonly RawValue[]): void; end(): void }

/**
 * Opens an empty one: a private database that spills to files in the folder. SQLite makes these readable by their owner
 * only and removes their names at once, so that nothing is left after any end of this process, a crash included.
 */
export function openStage(folder: string): Stage {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const db = new DatabaseSync('')
  db.exec(`PRAGMA temp_store_directory = '${folder.replaceAll("'", "''")}'`)
  // Nothing of it has to survive. Up to 4 MiB of pages are held, and as much by each sort, of which a dozen go on at once.
  db.exec('PRAGMA page_size = 8192; PRAGMA cache_size = -4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
  for (const table of tableNames) db.exec(creation(table))
  db.exec('BEGIN')
  const rows = new Map<TableName, number>()
  return {
    db,
    rows,
    fill: (table, columns) => counting(fill(db, table, columns), () => rows.set(table, (rows.get(table) ?? 0) + 1)),
    close: () => db.close(),
  }
}

function creation(table: TableName): string {
  const { columns, key, owner } = layoutOf(table)
  if (owner) return `CREATE TABLE "${table}" (first INTEGER PRIMARY KEY, owner INTEGER, pairs TEXT) STRICT`
  const definitions = Object.entries(columns).map(
    ([name, kind]) => `"${name}" ${kind}${name === key ? ' PRIMARY KEY' : ''}`,
  )
  return `CREATE TABLE "${table}" (${definitions.join(', ')}) STRICT`
}

function counting(filler: Filler, count: () => void): Filler {
  return {
    add(row) {
      filler.add(row)
      count()
    },
    end: filler.end,
  }
}

function fill(db: DatabaseSync, table: TableName, columns: readonly { name: string; decode: Decode }[]): Filler {
  const layout = layoutOf(table)
  const converters = columns.map(({ name, decode }) => converterFor(layout.columns[name] ?? 'text', decode))
  const take = layout.owner ? takeExt(db, table, layout, columns) : takeRows(db, table, layout, columns)
  const values = new Array<string | number | null>(columns.length).fill(null)
  return {
    add(row) {
      for (let index = 0; index < converters.length; index++)
        values[index] = converters[index]?.(row[index] ?? null) ?? null
      take.add(values)
    },
    end: take.end,
  }
}

type Taker = { add(values: (string | number | null)[]): void; end(): void }

function takeRows(db: DatabaseSync, table: TableName, { key }: Layout, columns: readonly { name: string }[]): Taker {
  const names = columns.map(({ name }) => `"${name}"`).join(', ')
  const insert = db.prepare(
    `INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  const keyPlace = key === undefined ? -1 : place(key)
  const withhold = table === 'casemgmt_note' ? withholding(place('locked'), place('signed'), place('note')) : undefined
  return {
    add(values) {
      if (keyPlace >= 0 && values[keyPlace] === null) return
      withhold?.(values)
      insert.run(...(values satisfies SQLInputValue[]))
    },
    end() {},
  }
}

/** The text of a locked note or a draft is never exported, so it isn't kept either. */
function withholding(locked: number, signed: number, note: number) {
  return (values: (string | number | null)[]) => {
    if (values[locked] === '1' || values[signed] === 0) values[note] = null
  }
}

function takeExt(db: DatabaseSync, table: TableName, layout: Layout, columns: readonly { name: string }[]): Taker {
  const insert = db.prepare(`INSERT OR REPLACE INTO "${table}" (first, owner, pairs) VALUES (?, ?, ?)`)
  const place = (...names: (string | undefined)[]) => columns.findIndex(({ name }) => names.includes(name))
  return packer(
    {
      id: place(layout.key),
      owner: place(layout.owner),
      key: place('keyval', 'key_val'),
      value: place('val', 'value'),
      date: place('date_value'),
    },
    (first, owner, pairs) => insert.run(first, owner, pairs),
  )
}
