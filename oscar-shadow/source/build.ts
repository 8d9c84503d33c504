import { EndpointError } from '../../provision/endpoint-error.ts'
import { layoutOf, type TableName, tableNames } from './layouts.ts'

/** A table as this database has it. */
export type FoundTable = {
  /** Its exact name here, which may be in lower case. */
  name: string
  engine: string | undefined
  columns: readonly FoundColumn[]
  /** Whether the layout's key is the whole primary key. */
  keyed: boolean
}
export type FoundColumn = {
  /** Under the layout's name. */
  name: string
  charset: string | undefined
}

export type Build = {
  tables: ReadonlyMap<TableName, FoundTable>
  /** Tables and columns that an export would like to read and this build lacks, such as `allergies.life_stage`. */
  missing: readonly string[]
}

/** What is there of one table: all of its columns, under its own names. */
export type Definition = Omit<FoundTable, 'keyed'> & { primaryKey: readonly string[] }

/**
 * Which of the tables and columns that an export reads exist. Update scripts were applied by hand, so that no version
 * says it (`oscar-schema.md` section 6). Names are compared without case, as MySQL compares those of columns.
 */
export function recogniseBuild(found: readonly Definition[]): Build {
  const tables = new Map<TableName, FoundTable>()
  const missing: string[] = []
  for (const table of tableNames) {
    const definition = found.find(({ name }) => name === table) ?? found.find(({ name }) => sameName(name, table))
    if (!definition) {
      missing.push(table)
      continue
    }
    const { key, columns, later = [] } = layoutOf(table)
    const wanted = Object.keys(columns).map((name) => ({
      name,
      column: definition.columns.find((column) => sameName(column.name, name)),
    }))
    const lacking = wanted.filter(({ name, column }) => !column && !later.includes(name))
    missing.push(...lacking.map(({ name }) => `${table}.${name}`))
    tables.set(table, {
      name: definition.name,
      engine: definition.engine,
      columns: wanted.flatMap(({ name, column }) => (column ? { name, charset: column.charset } : [])),
      keyed: key !== undefined && definition.primaryKey.length === 1 && sameName(definition.primaryKey[0] ?? '', key),
    })
  }
  return { tables, missing }
}

const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** Raises EndpointError where a table or column is missing without which there is no export. */
export function demandBase({ tables, missing }: Build, place: string): void {
  const lacking = tableNames.flatMap((table) => {
    const { base, key, needs } = layoutOf(table)
    if (!tables.has(table)) return base ? [table] : []
    return [...needs, ...(key ? [key] : [])]
      .map((column) => `${table}.${column}`)
      .filter((name) => missing.includes(name))
  })
  if (lacking.length === 0) return
  throw new EndpointError(`${place} is no whole OSCAR database: it lacks ${lacking.join(', ')}`, {
    advice: 'see that the backup is whole, its restore is done, and the account may read these; then run again',
  })
}
