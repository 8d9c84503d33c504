import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import { answers, findProgram, freePort } from './server-programs.ts'

/** A server that speaks MongoDB's protocol, for one test file. */
export type MongoServer = {
  program: string
  /** With a database name of its own. */
  uri: string
  /** False for a server that is not ours (MONGODB_URI): then `stop` and `start` raise. */
  restartable: boolean
  stop(signal?: NodeJS.Signals): Promise<void>
  /** On the same port, with the same data. */
  start(): Promise<void>
  /** Drops the database or the whole server, folder and all. */
  remove(): Promise<void>
}

type Program = { name: string; path: string }

export const howToGetOne =
  'no MongoDB to test against: set MONGODB_URI, or put mongod or ferretdb on the PATH; ' +
  'with Go: cd test/ferretdb && go build -o FOLDER_ON_THE_PATH/ferretdb .'

/** Finds and starts one; undefined where this machine has none, which is an error in CI. */
export async function startMongoServer(): Promise<MongoServer | undefined> {
  const database = `scoop_test_${randomBytes(6).toString('hex')}`
  if (process.env.MONGODB_URI) return borrowServer(process.env.MONGODB_URI, database)
  const program = installed('mongod') ?? installed('ferretdb') ?? (await findMemoryServer())
  if (program) return ownServer(program, database)
  if (process.env.CI === 'true') throw new Error(howToGetOne)
  return undefined
}

function borrowServer(address: string, database: string): MongoServer {
  const uri = address.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`)
  const notOurs = async () => {
    throw new Error('the server of MONGODB_URI is not ours to stop')
  }
  return {
    program: 'MONGODB_URI',
    uri,
    restartable: false,
    stop: notOurs,
    start: notOurs,
    async remove() {
      const client = new MongoClient(uri)
      await client.db(database).dropDatabase()
      await client.close()
    },
  }
}

async function ownServer(program: Program, database: string): Promise<MongoServer> {
  const folder = mkdtempSync(join(tmpdir(), 'scoop-mongodb-'))
  const port = await freePort()
  let child = launch(program, folder, port)
  const killAtExit = () => child.kill('SIGKILL')
  process.once('exit', killAtExit)

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  await listening(port, child)
  return {
    program: program.name,
    uri: `mongodb://127.0.0.1:${port}/${database}`,
    restartable: true,
    stop,
    async start() {
      child = launch(program, folder, port)
      await listening(port, child)
    },
    async remove() {
      await stop('SIGKILL')
      process.removeListener('exit', killAtExit)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function launch({ name, path }: Program, folder: string, port: number): ChildProcess {
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  const mongodArguments = ['--dbpath', data, '--port', `${port}`, '--bind_ip', '127.0.0.1', '--nounixsocket']
  // FerretDB and our build of it (test/ferretdb) take the same variables.
  const ferretVariables = {
    FERRETDB_HANDLER: 'sqlite',
    FERRETDB_SQLITE_URL: `file:${data}/`,
    FERRETDB_LISTEN_ADDR: `127.0.0.1:${port}`,
    FERRETDB_STATE_DIR: folder,
    FERRETDB_DEBUG_ADDR: '-',
    FERRETDB_LOG_LEVEL: 'error',
    FERRETDB_TELEMETRY: 'disable',
    DO_NOT_TRACK: '1',
  }
  return spawn(path, name === 'mongod' ? mongodArguments : [], {
    env: { ...process.env, ...ferretVariables },
    cwd: folder,
    stdio: 'ignore',
  })
}

async function listening(port: number, child: ChildProcess) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode} instead of listening`)
    if (await answers(port)) return
  }
  child.kill('SIGKILL')
  throw new Error(`${child.spawnfile} does not listen after 30 s`)
}

function installed(name: string): Program | undefined {
  const path = findProgram(name)
  return path === undefined ? undefined : { name, path }
}

type MemoryServer = { MongoBinary: { getPath(): Promise<string> } }

/** mongodb-memory-server is none of our dependencies: where somebody installed it, its mongod serves. */
async function findMemoryServer(): Promise<Program | undefined> {
  const library = 'mongodb-memory-server-core'
  try {
    const { MongoBinary }: MemoryServer = await import(library)
    return { name: 'mongod', path: await MongoBinary.getPath() }
  } catch {
    return undefined
  }
}
