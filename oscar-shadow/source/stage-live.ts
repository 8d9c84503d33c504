import { setTimeout as sleep } from 'node:timers/promises'
import { type MysqlAddress, nameOf } from './address.ts'
import type { Build, FoundTable } from './build.ts'
import type { LinkOptions } from './connect.ts'
import type { RawValue } from './convert.ts'
import { newestEntry, serverVersion, tlsUsed } from './database-facts.ts'
import { decoderFor } from './decode-text.ts'
import { detectBuild } from './detect-build.ts'
import { layoutOf, type TableName } from './layouts.ts'
import { openSession } from './open-session.ts'
import { quoteName } from './quote-name.ts'
import { serverError } from './server-errors.ts'
import type { Stage } from './stage.ts'
import { type SteadySession, steadySession } from './steady-session.ts'

export type LiveOptions = LinkOptions & {
  /** What the clinic's server is asked for at most, on average over a table. Default: 50,000. */
  rowsPerSecond?: number | undefined
  signal?: AbortSignal | undefined
  tell?: (message: string) => void
  /** Milliseconds before each further try when the connection is lost. */
  pauses?: readonly number[]
}

export type Read = {
  build: Build
  /** Why what was read may not be one state of the database; empty if it is. */
  drift: readonly string[]
  /** What wrote or serves the data, such as `10.11.6-MariaDB`. */
  server: string | undefined
  /** See `tlsUsed`. */
  tls: string | undefined
  /** See `newestEntry`. */
  newest: string | undefined
}

/** Pieces are meant to take about this much memory and have not more than so many rows, so that none takes long. */
const pieceBytes = 2_000_000
const pieceRows = { first: 500, most: 10_000 }
/** What a value costs besides its bytes, the driver's Buffer around it; most of OSCAR's columns hold little or nothing. */
const valueBytes = 100

/**
 * Reads the tables into the stage over one connection, one after the other, in pieces in the order of their primary key:
 * that needs no other index, makes the server sort nothing, holds a MyISAM table for milliseconds, and goes on after the
 * last row where a connection was lost. Raises EndpointError.
 */
export async function stageLive(address: MysqlAddress, stage: Stage, options: LiveOptions): Promise<Read> {
  const server = nameOf(address)
  const tell = options.tell ?? (() => {})
  const open = () => openSession(address, options, options.signal)
  const failed = (table?: string) => (error: unknown) => {
    options.signal?.throwIfAborted()
    throw serverError(error, table === undefined ? { server } : { server, table })
  }
  const session = await steadySession(open, options).catch(failed())
  try {
    const build = await detectBuild(session).catch(failed())
    for (const [table, found] of build.tables) {
      await readTable(session, table, found, stage, options).catch(failed(table))
      tell(`read ${stage.rows.get(table) ?? 0} rows of ${table}`)
    }
    return {
      build,
      server: await serverVersion(session),
      tls: await tlsUsed(session),
      newest: await newestEntry(session),
      drift: driftOf(build, session),
    }
  } finally {
    await session.close()
  }
}

async function readTable(
  session: SteadySession,
  table: TableName,
  found: FoundTable,
  stage: Stage,
  options: LiveOptions,
): Promise<void> {
  const columns = found.columns.map(({ name, charset }) => ({ name, decode: decoderFor(charset) }))
  const filler = stage.fill(table, columns)
  for await (const rows of pieces(session, table, found, options)) for (const row of rows) filler.add(row)
  filler.end()
}

async function* pieces(
  session: SteadySession,
  table: TableName,
  found: FoundTable,
  { rowsPerSecond = 50_000, signal }: LiveOptions,
): AsyncGenerator<RawValue[][], void> {
  const { key } = layoutOf(table)
  const names = found.columns.map(({ name }) => quoteName(name)).join(', ')
  const all = `SELECT ${names} FROM ${quoteName(found.name)}`
  if (key === undefined || !found.keyed) return yield await session.query(all)

  const place = found.columns.findIndex(({ name }) => name === key)
  const sql = `${all} FORCE INDEX (PRIMARY) WHERE ${quoteName(key)} > ? ORDER BY ${quoteName(key)} LIMIT ?`
  for (let last = Number.MIN_SAFE_INTEGER, limit = pieceRows.first, rows: RawValue[][] = []; ; ) {
    const start = performance.now()
    rows = await session.query(sql, [last, limit])
    yield rows
    if (rows.length < limit) return
    last = Number(rows.at(-1)?.[place])
    limit = nextLimit(rows)
    const rest = (rows.length / rowsPerSecond) * 1000 - (performance.now() - start)
    if (rest > 0) await sleep(rest, undefined, signal ? { signal } : {})
  }
}

function nextLimit(rows: readonly RawValue[][]): number {
  const bytes = rows.reduce((sum, row) => sum + row.reduce<number>((size, value) => size + sizeOf(value), 0), 0)
  return Math.max(10, Math.min(pieceRows.most, Math.floor((pieceBytes * rows.length) / bytes)))
}

const sizeOf = (value: RawValue) => valueBytes + (typeof value === 'object' ? (value?.length ?? 0) : 0)

function driftOf({ tables }: Build, session: SteadySession): string[] {
  const loose = [...tables].filter(([, { engine }]) => engine !== 'InnoDB').map(([table]) => table)
  const renewals = session.renewals()
  return [
    ...(loose.length > 0 ? [`no snapshot of ${loose.join(', ')}, which are not in InnoDB`] : []),
    ...(renewals > 0 ? [`the connection was lost ${renewals} times, and the snapshot with it`] : []),
  ]
}
