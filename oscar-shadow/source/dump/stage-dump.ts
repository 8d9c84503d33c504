import { type Build, type Definition, demandBase, recogniseBuild } from '../build.ts'
import type { RawValue } from '../convert.ts'
import { type Decode, decoderFor } from '../decode-text.ts'
import { layoutOf, type TableName, tableNamed } from '../layouts.ts'
import type { Filler, Stage } from '../stage.ts'
import { watchCompleteness } from './completeness.ts'
import { cutShort, noColumns, noDump, twice, unreadable } from './dump-errors.ts'
import { openDumpFile } from './dump-file.ts'
import { dumpParser, type RowTaker } from './dump-parser.ts'
import { DumpSyntaxError } from './read-tuple.ts'

export type DumpOptions = {
  /** The one to read from a file with several. */
  database?: string | undefined
  signal?: AbortSignal | undefined
  tell?: (message: string) => void
}

/**
 * Reads the tables from a file that mysqldump wrote into the stage. Raises EndpointError, which says where the file
 * ends, for one that is cut short.
 */
export async function stageDump(
  file: string,
  stage: Stage,
  options: DumpOptions,
): Promise<{ build: Build; server: string | undefined }> {
  const { pieces, cut } = await openDumpFile(file, options.signal)
  const tables = takeTables(file, stage, options)
  const completeness = watchCompleteness()
  const parser = dumpParser({
    ...tables,
    comment: completeness.comment,
    statement: completeness.statement,
  })
  let lines = 1
  try {
    for await (const piece of pieces) {
      options.signal?.throwIfAborted()
      parser.feed(piece, false)
      lines += countLines(piece)
    }
    parser.feed(Buffer.alloc(0), true)
  } catch (error) {
    throw error instanceof DumpSyntaxError ? unreadable(file, error) : error
  }
  const { offset, clean, within } = parser.end()
  if (cut() || !clean || !completeness.isComplete()) {
    if (!completeness.hasBegun() && within === undefined && !cut()) throw noDump(file, offset)
    const table = within === undefined ? undefined : tableNamed(within)
    throw cutShort(file, { offset, line: lines, within, rows: table && (stage.rows.get(table) ?? 0) })
  }
  tables.end()
  const build = recogniseBuild(tables.definitions)
  demandBase(build, `the dump ${file}`)
  return { build, server: completeness.server() }
}

function takeTables(file: string, stage: Stage, { database, tell }: DumpOptions) {
  const definitions: Definition[] = []
  const fillers = new Map<string, Filler>()
  let current: string | undefined
  let charset = 'utf8'
  const isOther = () => database !== undefined && current !== undefined && current !== database

  function rows(name: string, listed: string[] | undefined): RowTaker | undefined {
    const table = isOther() ? undefined : tableNamed(name)
    if (table === undefined) return undefined
    let definition = definitions.find((found) => found.name === name)
    if (!definition) {
      if (!listed) throw noColumns(file, name)
      definition = definitionFrom(name, listed)
      definitions.push(definition)
    }
    const columns = listed ?? definition.columns.map((column) => column.name)
    const wanted = wantedColumns(table, columns, definition, charset)
    const places = columns.map((column) => wanted.findIndex(({ listedAs }) => listedAs === column))
    const key = `${table}(${columns.join()})`
    const filler = fillers.get(key) ?? stage.fill(table, wanted)
    fillers.set(key, filler)
    const row = new Array<RawValue>(wanted.length).fill(null)
    return { places, row, take: () => filler.add(row) }
  }

  return {
    definitions,
    rows,
    database(name: string) {
      current = name
    },
    charset(name: string) {
      charset = name
    },
    definition(definition: Definition) {
      const table = isOther() ? undefined : tableNamed(definition.name)
      if (table === undefined) return
      if (definitions.some(({ name }) => tableNamed(name) === table)) throw twice(file, table)
      definitions.push(definition)
      tell?.(`reading ${table}`)
    },
    end: () => {
      for (const filler of fillers.values()) filler.end()
    },
  }
}

/** What a file without CREATE TABLE tells of a table. */
const definitionFrom = (name: string, columns: readonly string[]): Definition => ({
  name,
  engine: undefined,
  columns: columns.map((column) => ({ name: column, charset: undefined })),
  primaryKey: [],
})

type Wanted = { name: string; listedAs: string; decode: Decode }

/** All text of a file is in the character set that SET NAMES says; only `binary` leaves it as each column has it. */
function wantedColumns(
  table: TableName,
  listed: readonly string[],
  { columns }: Definition,
  charset: string,
): Wanted[] {
  return Object.keys(layoutOf(table).columns).flatMap((name) => {
    const listedAs = listed.find((column) => column.toLowerCase() === name.toLowerCase())
    if (listedAs === undefined) return []
    const own = columns.find((column) => column.name === listedAs)?.charset
    return { name, listedAs, decode: decoderFor(charset === 'binary' ? own : charset) }
  })
}

function countLines(piece: Buffer): number {
  let count = 0
  for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) count++
  return count
}
