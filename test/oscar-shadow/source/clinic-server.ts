import { execFile } from 'node:child_process'
import { accessSync, constants, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { Chart } from '../../../oscar-shadow/chart.ts'
import { openSource, type Source, type SourceOptions } from '../../../oscar-shadow/source/open-source.ts'
import { type ClinicOptions, clinicDump } from '../../../oscar-shadow/synthetic-clinic/index.ts'
import { type MariadbServer, startMariadb } from '../../mariadb-server.ts'

/** A MariaDB server with an invented clinic in it, and the shadow's account for it. */
export type ClinicServer = MariadbServer & {
  folder: string
  /** Loads an invented clinic into a new database, which the account may read. */
  load(database: string, options?: Partial<ClinicOptions>): Promise<void>
  /** Creates an account with password, grants as given, and says how to open a database with it. */
  account(user: string, ...grants: string[]): Promise<{ address(database: string): string; options: SourceOptions }>
}

export async function startClinicServer(folder: string, options: string[] = []): Promise<ClinicServer | undefined> {
  const server = await startMariadb(options)
  if (!server) return undefined
  return {
    ...server,
    folder,
    async load(database, clinic = {}) {
      await server.sql(`CREATE DATABASE \`${database}\` DEFAULT CHARSET latin1`)
      await server.sql(clinicDump({ patients: 40, ...clinic }), database)
    },
    async account(user, ...grants) {
      await server.sql(
        [
          `CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY 'invented ''pass'`,
          ...grants.map((grant) => `GRANT ${grant} TO ${user}@'127.0.0.1'`),
        ].join(';\n'),
      )
      const passwordFile = join(folder, `${user}.password`)
      writeFileSync(passwordFile, "invented 'pass\n", { mode: 0o600 })
      return {
        address: (database) => `mysql://${user}@127.0.0.1:${server.port}/${database}`,
        options: { folder: join(folder, 'stage'), passwordFile, rowsPerSecond: 1e9 },
      }
    },
  }
}

/** All charts of a source, and how it was read; closes the source. */
export async function readAll(
  where: string,
  options: SourceOptions,
): Promise<{ charts: Chart[]; facts: Source['facts'] }> {
  const source = await openSource(where, options)
  try {
    return { charts: await chartsOf(source), facts: source.facts }
  } finally {
    await source.close()
  }
}

export async function chartsOf(source: Source, options?: Parameters<Source['charts']>[0]): Promise<Chart[]> {
  const charts: Chart[] = []
  for await (const chart of source.charts(options)) charts.push(chart)
  return charts
}

/** Runs mariadb-dump as root. */
export async function dumpDatabase({ socket }: MariadbServer, ...words: string[]): Promise<Buffer> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/bin']
  const program = folders
    .flatMap((folder) => ['mariadb-dump', 'mysqldump'].map((name) => join(folder, name)))
    .find(isExecutable)
  if (program === undefined) throw new Error('no mariadb-dump: install mariadb-client')
  const { stdout } = await promisify(execFile)(
    program,
    ['--no-defaults', `--socket=${socket}`, '--user=root', ...words],
    {
      encoding: 'buffer',
      maxBuffer: 1e9,
    },
  )
  return stdout
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
