import type { Chart, Clinic, Provider } from '../chart.ts'
import { nameOf, readAddress } from './address.ts'
import { assembleChart } from './assemble-chart.ts'
import { stageDump } from './dump/stage-dump.ts'
import { lastChange } from './last-change.ts'
import { rowColumns } from './layouts.ts'
import { choosePatients, readPatients, rowsOf } from './read-patients.ts'
import { openStage, type Stage } from './stage.ts'
import { type LiveOptions, type Read, stageLive } from './stage-live.ts'

/** All that an export needs of one state of a clinic's OSCAR. */
export type Source = {
  clinic(): Promise<Clinic>
  /** The patients' charts in ascending order of demographic_no. */
  charts(options?: ChartOptions): AsyncIterable<Chart>
  /** How many patients there are. */
  count(): Promise<number>
  /** How it was read; for reports. */
  facts: SourceFacts
  close(): Promise<void>
}

export type ChartOptions = {
  /** Only patients with a greater demographic_no than this one: how an interrupted export goes on. */
  after?: number | undefined
  /** Only charts that show a change on this day, `yyyy-MM-dd`, or later; deletions don't show (see `lastChange`). */
  since?: string | undefined
  signal?: AbortSignal | undefined
}

export type SourceFacts = Omit<Read, 'build'> & {
  name: string
  /** Tables and columns that this build of OSCAR lacks. */
  missing: readonly string[]
  /** When reading began and ended. */
  from: Date
  to: Date
  /** Rows read, by table. */
  rows: Readonly<Record<string, number>>
}

export type SourceOptions = LiveOptions & {
  /** Where the tables are staged; nothing is left there. Should have room for about as much as the tables hold. */
  folder: string
  /** Which database of a dump with several. */
  database?: string | undefined
}

/**
 * Opens a live database or a dump (see `readAddress`) and reads from it all that an export may need; the database is let
 * go of before this resolves. Both come into one stage, so that everything after it is the same. Raises EndpointError: the
 * account could write, something is missing, the dump is cut short, …
 */
export async function openSource(where: string, options: SourceOptions): Promise<Source> {
  const address = readAddress(where)
  const from = new Date()
  const stage = openStage(options.folder)
  try {
    const { build, ...read } =
      address.kind === 'mysql' ? await stageLive(address, stage, options) : await readDump(address.file, stage, options)
    const patients = choosePatients(stage.db)
    const facts: SourceFacts = {
      name: address.kind === 'mysql' ? nameOf(address) : address.file,
      ...read,
      missing: build.missing,
      from,
      to: new Date(),
      rows: Object.fromEntries(stage.rows),
    }
    return sourceOf(stage, patients, facts)
  } catch (error) {
    stage.close()
    throw error
  }
}

async function readDump(file: string, stage: Stage, options: SourceOptions): Promise<Read> {
  const { build, server } = await stageDump(file, stage, options)
  const [last] = rowsOf<{ newest: string | null }>(stage.db, 'SELECT MAX(update_date) AS newest FROM casemgmt_note')
  return { build, server, tls: undefined, newest: last?.newest ?? undefined, drift: [] }
}

function sourceOf(stage: Stage, patients: number, facts: SourceFacts): Source {
  return {
    facts,
    clinic: async () => readClinic(stage),
    count: async () => patients,
    async *charts({ after = Number.MIN_SAFE_INTEGER, since, signal } = {}) {
      for (const rows of readPatients(stage.db, after)) {
        signal?.throwIfAborted()
        if (since === undefined || (lastChange(rows) ?? since) >= since) yield assembleChart(rows)
      }
    },
    close: async () => stage.close(),
  }
}

function readClinic({ db }: Stage): Clinic {
  const columns = Object.keys(rowColumns.provider).map((name) => `"${name}"`)
  const providers = rowsOf<Provider>(db, `SELECT ${columns.join(', ')} FROM provider WHERE provider_no IS NOT NULL`)
  const pairs = (sql: string) =>
    new Map([...rowsOf<{ key: string; value: string }>(db, sql)].map(({ key, value }) => [key, value]))
  const [clinic] = rowsOf<{ clinic_no: number; clinic_name: string | null }>(
    db,
    'SELECT clinic_no, clinic_name FROM clinic ORDER BY clinic_no LIMIT 1',
  )
  return {
    clinic: clinic && { ...clinic },
    providers: new Map([...providers].map((row) => [row.provider_no, { ...row }])),
    icd9: pairs(
      'SELECT icd9 AS key, description AS value FROM icd9 WHERE icd9 IS NOT NULL AND description IS NOT NULL ORDER BY id DESC',
    ),
    measurementTypes: pairs(
      'SELECT type AS key, typeDescription AS value FROM measurementType WHERE type IS NOT NULL AND typeDescription IS NOT NULL ORDER BY id DESC',
    ),
  }
}
