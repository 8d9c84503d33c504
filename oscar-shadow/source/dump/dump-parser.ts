import type { Definition } from '../build.ts'
import type { RawValue } from '../convert.ts'
import { readColumnList, readDefinition } from './read-definition.ts'
import { DumpSyntaxError, isOpenBracket, type Places, readTuple, skipBlanks } from './read-tuple.ts'
import { endOfComment, endOfStatement, skipRows } from './scan-statement.ts'
import { name, unquoteName } from './sql-name.ts'
import type { Escapes } from './sql-string.ts'

/** Takes the rows of one INSERT; `places` says which values it wants and where. */
export type RowTaker = { places: Places; row: RawValue[]; take(): void }

export type DumpEvents = {
  database(name: string): void
  definition(definition: Definition): void
  /** SET NAMES: what the text of the file is written in. */
  charset(name: string): void
  /** A comment that stands by itself, such as the head and foot lines. */
  comment(text: string): void
  /** Any statement or comment that the server would execute, from its beginning. */
  statement(text: string): void
  /** Who takes the rows of an INSERT into this table; undefined if nobody does. `columns`: the statement's own list. */
  rows(table: string, columns: string[] | undefined): RowTaker | undefined
}

export type DumpParser = {
  /** Takes the next piece of the file, or the last one. Raises DumpSyntaxError with a position in the file. */
  feed(piece: Buffer, last: boolean): void
  /** Where all that was taken in ends; `within` is the table whose rows go on there. */
  end(): { offset: number; clean: boolean; within: string | undefined }
}

/** The beginning of an INSERT has at most so many bytes: a few hundred column names. */
const longestHead = 65_536
const insertHead = new RegExp(
  `^(?:INSERT|REPLACE)\\s+(?:(?:IGNORE|LOW_PRIORITY|DELAYED|HIGH_PRIORITY)\\s+)*INTO\\s+(?:${name}\\.)?(?<table>${name})\\s*` +
    `(?<columns>\\(\\s*${name}(?:\\s*,\\s*${name})*\\s*\\))?\\s*VALUES\\s*`,
  'i',
)
const useDatabase = new RegExp(`^USE (?<database>${name})`, 'i')

type Where =
  | { kind: 'between' }
  | { kind: 'rows'; table: string; taker: RowTaker }
  | { kind: 'skipped'; table: string }
  /** Triggers and routines, which have semicolons of their own, up to a line that brings the semicolon back. */
  | { kind: 'routines' }

/** Most heads are short, and there may be one for each row. */
const matchHead = (bytes: Buffer, position: number) =>
  insertHead.exec(bytes.toString('utf8', position, position + 256)) ??
  insertHead.exec(bytes.toString('utf8', position, position + longestHead))

/** Reads SQL as mysqldump and mariadb-dump write it, piece by piece, by its tokens; holds no more than one row or statement. */
export function dumpParser(events: DumpEvents): DumpParser {
  const escapes: Escapes = { style: 'undecided' }
  let where: Where = { kind: 'between' }
  let rest: Buffer = Buffer.alloc(0)
  let pieces: Buffer[] = []
  let held = 0
  /** Offset of `rest` in the file. */
  let offset = 0

  function feed(piece: Buffer, last: boolean) {
    pieces.push(piece)
    held += piece.length
    // What did not suffice is looked at again once it has doubled: a long value costs twice its length at most.
    if (!last && held < rest.length) return
    const bytes = rest.length === 0 && pieces.length === 1 ? piece : Buffer.concat([rest, ...pieces])
    pieces = []
    held = 0
    const position = parse(bytes, last)
    rest = bytes.subarray(position)
    offset += position
  }

  function parse(bytes: Buffer, last: boolean): number {
    let position = 0
    try {
      for (;;) {
        const next = step(bytes, position, last)
        if (next < 0) return position
        position = next
      }
    } catch (error) {
      if (error instanceof DumpSyntaxError) throw new DumpSyntaxError(error.message, offset + error.position)
      throw error
    }
  }

  /** The position after the next token; -1 where more is needed. */
  function step(bytes: Buffer, start: number, last: boolean): number {
    if (where.kind === 'skipped') return skip(bytes, start)
    const position = skipBlanks(bytes, start)
    if (position > start) return position
    if (position === bytes.length) return -1
    if (where.kind === 'routines') return afterRoutines(bytes, position, last)
    return where.kind === 'rows' ? nextRow(bytes, position, where.taker) : nextStatement(bytes, position, last)
  }

  function skip(bytes: Buffer, start: number): number {
    const { position, done } = skipRows(bytes, start, escapes)
    if (done) where = { kind: 'between' }
    return position > start ? position : -1
  }

  function nextRow(bytes: Buffer, position: number, { places, row, take }: RowTaker): number {
    if (isOpenBracket(bytes[position])) {
      const end = readTuple(bytes, position, places, escapes, row)
      if (end >= 0) take()
      return end
    }
    const byte = bytes[position]
    if (byte === 0x3b) where = { kind: 'between' }
    else if (byte !== 0x2c) throw new DumpSyntaxError('a row is followed by neither comma nor semicolon', position)
    return position + 1
  }

  function nextStatement(bytes: Buffer, position: number, last: boolean): number {
    if (bytes[position] === 0x3b) return position + 1
    const comment = endOfComment(bytes, position, last)
    if (comment !== undefined) {
      if (comment >= 0) tellComment(bytes.toString('utf8', position, comment).trim())
      return comment
    }
    if (!last && bytes.length - position < 16) return -1
    const word = bytes.toString('latin1', position, position + 12).toUpperCase()
    if (word.startsWith('INSERT') || word.startsWith('REPLACE')) return beginRows(bytes, position)
    if (word.startsWith('DELIMITER')) return changeDelimiter(bytes, position)
    const end = endOfStatement(bytes, position)
    if (end >= 0) tellStatement(bytes.toString('utf8', position, end))
    return end
  }

  function tellComment(text: string) {
    const executed = /^\/\*M?!\d*\s*(.*?)\s*\*\/$/s.exec(text)?.[1]
    if (executed === undefined) events.comment(text)
    else tellStatement(executed)
  }

  function tellStatement(text: string) {
    const database = useDatabase.exec(text)?.groups?.database
    if (database !== undefined) events.database(unquoteName(database))
    const charset = /^SET NAMES '?(\w+)/i.exec(text)?.[1]
    if (charset !== undefined) events.charset(charset.toLowerCase())
    const definition = /^CREATE /i.test(text) ? readDefinition(text) : undefined
    if (definition) events.definition(definition)
    events.statement(text)
  }

  function beginRows(bytes: Buffer, position: number): number {
    const match = matchHead(bytes, position)
    if (!match) {
      if (bytes.length - position < longestHead) return -1
      throw new DumpSyntaxError('an INSERT begins in an unknown way', position)
    }
    const table = unquoteName(match.groups?.table ?? '')
    const columns = match.groups?.columns
    const taker = events.rows(table, columns === undefined ? undefined : readColumnList(columns))
    where = taker ? { kind: 'rows', table, taker } : { kind: 'skipped', table }
    return position + Buffer.byteLength(match[0])
  }

  function changeDelimiter(bytes: Buffer, position: number): number {
    const end = bytes.indexOf(0x0a, position)
    if (end < 0) return -1
    if (bytes.toString('latin1', position, end).trim().split(/\s+/)[1] !== ';') where = { kind: 'routines' }
    return end + 1
  }

  function afterRoutines(bytes: Buffer, position: number, last: boolean): number {
    const end = bytes.indexOf('DELIMITER ;\n', position)
    if (end >= 0) where = { kind: 'between' }
    const safe = bytes.length - 16
    return end >= 0 ? end + 12 : !last && safe > position ? safe : -1
  }

  return {
    feed,
    end: () => ({
      offset: offset + rest.length,
      clean: where.kind === 'between' && rest.length === 0,
      within: where.kind === 'rows' || where.kind === 'skipped' ? where.table : undefined,
    }),
  }
}
