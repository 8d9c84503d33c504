import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findProgram, freePort } from './server-programs.ts'

/** A MariaDB server of its own for one test file: port, socket and data in a temporary folder. */
export type MariadbServer = {
  port: number
  socket: string
  /** Runs statements as root, who has no password; answers rows as lines with tabs. Raises with the server's complaint. */
  sql(statements: string | Iterable<string>, database?: string): Promise<string>
  stop(signal?: NodeJS.Signals): Promise<void>
  /** On the same port, with the same data. */
  start(): Promise<void>
  /** Ends the server and removes its folder. */
  remove(): Promise<void>
}

export const howToGetMariadb = 'no MariaDB to test against: install its server and client (mariadb-server)'

const programs = ['mariadb-install-db', 'mariadbd', 'mariadb'] as const
type Paths = Record<(typeof programs)[number], string>

/** Starts one; undefined where this machine has none, which is an error in CI. `options` are mariadbd's own. */
export async function startMariadb(options: string[] = []): Promise<MariadbServer | undefined> {
  const paths = findPrograms()
  if (paths) return ownServer(paths, options)
  if (process.env.CI === 'true') throw new Error(howToGetMariadb)
  return undefined
}

async function ownServer(paths: Paths, options: string[]): Promise<MariadbServer> {
  const folder = mkdtempSync(join(tmpdir(), 'scoop-mariadb-'))
  const socket = join(folder, 'socket')
  const port = await freePort()
  const common = ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--user=${userInfo().username}`]
  await promisify(execFile)(paths['mariadb-install-db'], [
    ...common,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])
  const flags = [`--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1', `--pid-file=${folder}/pid`]
  // What is here is thrown away: nothing need survive a power cut.
  const quick = ['--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=64M', '--skip-log-bin']
  const launch = () => spawn(paths.mariadbd, [...common, ...flags, ...quick, ...options], { stdio: 'ignore' })

  let child = launch()
  const killAtExit = () => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const sql = (statements: string | Iterable<string>, database = '') =>
    runClient(paths.mariadb, socket, database, statements)

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  await answering(child, sql)
  return {
    port,
    socket,
    sql,
    stop,
    async start() {
      child = launch()
      await answering(child, sql)
    },
    async remove() {
      await stop('SIGKILL')
      process.removeListener('exit', killAtExit)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function runClient(client: string, socket: string, database: string, statements: string | Iterable<string>) {
  const flags = ['--no-defaults', `--socket=${socket}`, '--user=root', '--batch', '--skip-column-names', '--raw']
  const child = spawn(client, [...flags, '--default-character-set=utf8mb4', database])
  // A client that fails stops reading; what it says about that counts.
  child.stdin.on('error', () => {})
  const ended: Promise<unknown[]> = once(child, 'close')
  const [output, complaint] = [text(child.stdout), text(child.stderr)]
  for (const piece of typeof statements === 'string' ? [statements] : statements) {
    if (!child.stdin.write(piece)) await Promise.race([once(child.stdin, 'drain'), ended])
  }
  child.stdin.end()
  const [code] = await ended
  if (code !== 0) throw new Error(`mariadb ended with ${code}: ${await complaint}`)
  return (await output).trimEnd()
}

async function answering(child: ChildProcess, sql: (statement: string) => Promise<string>) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`mariadbd ended with ${child.exitCode} instead of listening`)
    if (await sql('SELECT 1').catch(() => undefined)) return
  }
  child.kill('SIGKILL')
  throw new Error('mariadbd does not answer after 60 s')
}

function findPrograms(): Paths | undefined {
  const [install, server, client] = programs.map(findProgram)
  if (install === undefined || server === undefined || client === undefined) return undefined
  return { 'mariadb-install-db': install, mariadbd: server, mariadb: client }
}
