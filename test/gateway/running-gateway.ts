import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const endpoint = fileURLToPath(new URL('../../endpoint.ts', import.meta.url))

export type GatewayOptions = {
  /** Kept afterwards; without it the gateway gets a temporary folder, which goes with it. */
  dataFolder?: string
  store?: string
  pseudonyms?: 'hmac' | 'sha224'
  /** For the gateway's own Node, such as `--cpu-prof`. */
  nodeFlags?: string[]
  /** More of the command line, such as a limit. */
  flags?: string[]
}

/** A gateway in a process of its own. `await using` stops it and removes its temporary folder. */
export type RunningGateway = AsyncDisposable & {
  url: string
  /** Of the hub side; empty without `--https`. */
  https: string
  pid: number
  dataFolder: string
  /** Like a power cut, for the process at least: SIGKILL; resolves when it is gone. */
  kill9(): Promise<void>
  /** Asks it to finish and waits for that; raises if it doesn't within 30 s, or ends with another exit code than 0. */
  stop(): Promise<void>
  /** What it has logged, the last megabytes of it. */
  stderr(): string
}

/** Starts `endpoint gateway` on a free port and waits for its ready line; raises with its messages if none comes. */
export async function startGateway(options: GatewayOptions = {}): Promise<RunningGateway> {
  const { store = 'sqlite', pseudonyms = 'sha224', nodeFlags = [], flags = [] } = options
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'gateway-')))
  const places = ['--data', dataFolder, '--store', store, '--http', '127.0.0.1:0', '--pseudonyms', pseudonyms]
  const child = spawn(process.execPath, [...nodeFlags, endpoint, 'gateway', ...places, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: plainEnvironment(),
  })
  const stderr = collectTail(child)
  killWithParent(child)
  const { url, https } = await readyUrls(child, stderr)
  const gateway = {
    url,
    https,
    pid: child.pid ?? 0,
    dataFolder,
    stderr,
    kill9: () => end(child, 'SIGKILL'),
    stop: () => stop(child, stderr),
  }
  return {
    ...gateway,
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGKILL')
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Runs another command of the front door to its end and answers its stdout; raises if it fails or takes a minute. */
export async function runEndpoint(args: string[]): Promise<string> {
  const limits = { timeout: 60_000, maxBuffer: 2 ** 29, env: plainEnvironment() }
  return (await promisify(execFile)(process.execPath, [endpoint, ...args], limits)).stdout
}

/** Tap's coverage loader rides in NODE_OPTIONS; the gateway runs without it, as in production. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env
  return rest
}

function collectTail(child: ChildProcess, limit = 4_000_000): () => string {
  let tail = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    tail += chunk
    if (tail.length > 2 * limit) tail = tail.slice(-limit)
  })
  return () => tail
}

function killWithParent(child: ChildProcess): void {
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
}

async function readyUrls(child: ChildProcess, stderr: () => string): Promise<{ url: string; https: string }> {
  const guard = setTimeout(() => child.kill('SIGKILL'), 30_000)
  try {
    if (child.stdout) {
      for await (const line of createInterface({ input: child.stdout })) {
        const [, url, https = ''] = /^ready http=(\S+)(?: https=(\S+))?$/.exec(line) ?? []
        if (url) return { url, https }
      }
    }
    throw new Error(`the gateway ended, or was not ready in 30 s:\n${stderr()}`)
  } finally {
    clearTimeout(guard)
  }
}

const isGone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (isGone(child)) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

async function stop(child: ChildProcess, stderr: () => string): Promise<void> {
  const guard = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await end(child, 'SIGTERM')
  clearTimeout(guard)
  if (child.exitCode === 0) return
  throw new Error(`the gateway ended with ${child.exitCode ?? child.signalCode}:\n${stderr().slice(-4_000)}`)
}

export type Answer = { status: number; text: string; retryAfter?: string }

/** Posts documents over kept connections. Raises what the socket raises, and after `patience` ms of silence. */
export type Poster = Disposable & { post(document: Uint8Array | string, patient?: number): Promise<Answer> }

export function openPoster(url: string, { parallel = 8, patience = 60_000 } = {}): Poster {
  const agent = new Agent({ keepAlive: true, maxSockets: parallel })
  const target = new URL('/records/create', url)
  return {
    post: (document, patient = 1) => send(target, agent, patience, asBytes(document), patient),
    [Symbol.dispose]: () => agent.destroy(),
  }
}

const asBytes = (document: Uint8Array | string) => (typeof document === 'string' ? Buffer.from(document) : document)

/** One multipart form as OSCAR's HttpClient writes it. */
async function send(
  target: URL,
  agent: Agent,
  patience: number,
  document: Uint8Array,
  patient: number,
): Promise<Answer> {
  const boundary = '7b1mHDGPq0Eac9yV3xlkQ2sUoTfWn4Rz5'
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="Record_${patient}.xml"\r\n` +
      'Content-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\n\r\n',
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const headers = {
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    'Content-Length': head.length + document.length + tail.length,
  }
  const outgoing = request(target, { agent, method: 'POST', headers, timeout: patience }, resolve)
  outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${patience} ms`)))
  outgoing.on('error', reject)
  outgoing.write(head)
  outgoing.write(document)
  outgoing.end(tail)
  return readAnswer(await promise)
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const retryAfter = response.headers['retry-after']
  const answer = { status: response.statusCode ?? 0, text: await text(response) }
  return retryAfter === undefined ? answer : { ...answer, retryAfter }
}
