import type { ClinicOptions } from './clinic-options.ts'
import type { AnyRow } from './clinic-rows.ts'
import { type TableName, tables, type Value } from './tables.ts'

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\x1a': '\\Z',
}

/** A value as mysqldump writes it (`shadow-and-backup.md` section 5). */
function valueSql(value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  return `'${value.replace(/[\0\n\r\\'"\x1a]/g, (character) => escapes[character] ?? character)}'`
}

/** What a non-strict server puts into a column that an insert leaves out. */
function defaultOf(type: string): Value {
  const given = /default '([^']*)'/.exec(type)?.[1]
  const isNumber = /^(tinyint|int|bigint|float)/.test(type)
  if (given !== undefined) return isNumber ? Number(given) : given
  if (!type.includes('NOT NULL')) return null
  if (isNumber) return 0
  return type.startsWith('datetime') ? '0000-00-00 00:00:00' : ''
}

/** Writes rows of a table as `(…),(…)` tuples. */
export function tupleWriter(table: TableName): (row: AnyRow) => string {
  const columns = Object.entries(tables[table].columns).map(([name, type]) => ({ name, otherwise: defaultOf(type) }))
  return (row) => {
    const values = columns.map(({ name, otherwise }) => {
      const value = row[name]
      return valueSql(value === undefined ? otherwise : value)
    })
    return `(${values.join(',')})`
  }
}

export function createTable(table: TableName, { charset, engine }: ClinicOptions): string {
  const { columns, keys } = tables[table]
  const lines = [...Object.entries(columns).map(([name, type]) => `\`${name}\` ${type}`), ...keys]
  const engineOf = engine === 'mixed' ? (table.length % 2 ? 'MyISAM' : 'InnoDB') : engine
  return `CREATE TABLE \`${table}\` (\n  ${lines.join(',\n  ')}\n) ENGINE=${engineOf} DEFAULT CHARSET=${charset}`
}
