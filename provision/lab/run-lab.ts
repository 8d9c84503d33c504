import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { EndpointError } from '../endpoint-error.ts'
import { runCommand, startGateway } from './commands.ts'
import type { LabFlags } from './lab-command.ts'

const queryFolder = join(import.meta.dirname, 'queries')

/** What the hub asks, and how that is told. */
const questions = [
  { map: 'practice.js', title: "Who are the clinic's patients?" },
  { map: 'diabetes.js', title: 'How well is the blood sugar of people with diabetes kept?' },
  { map: 'medicines.js', title: 'Which medicines are in use?' },
]

/** The whole flow, with the commands that people use. Raises EndpointError with what a command that failed has said. */
export async function runLab(flags: LabFlags): Promise<void> {
  const started = performance.now()
  const abort = new AbortController()
  const interrupted = () =>
    abort.abort(new EndpointError('the lab was stopped', { advice: 'start it again: endpoint lab' }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted)
  await using lab = await openLab()
  const { signal } = abort
  const inside = (...path: string[]) => join(lab.folder, ...path)
  const tls = inside('tls')

  const source = await clinicOf(flags, inside('clinic.sql'), signal)
  await stage('Certificates for a gateway and a hub', () =>
    runCommand(['certificates', 'lab', '--out', tls], { signal }),
  )
  await using gateway = await stage('The gateway', () =>
    startGateway(
      [
        ...['--data', inside('data'), '--http', '127.0.0.1:0', '--https', '127.0.0.1:0', '--policy', 'open'],
        ...[
          '--tls-cert',
          join(tls, 'gateway.pem'),
          '--tls-key',
          join(tls, 'gateway.key'),
          '--hub-ca',
          join(tls, 'ca.pem'),
        ],
      ],
      lab.log,
    ),
  )
  await stage('The export, as E2E documents to the gateway', () =>
    runCommand(['export', ...source, '--to', gateway.http, '--state', inside('export')], { signal, show: true }),
  )
  const asHub = [
    ...['--gateway', gateway.https, '--cert', join(tls, 'hub.pem'), '--key', join(tls, 'hub.key')],
    ...['--ca', join(tls, 'ca.pem'), '--reduce', join(queryFolder, 'count.js')],
  ]
  for (const { map, title } of questions) {
    await stage(`The hub asks: ${title}`, () =>
      runCommand(['query', ...asHub, '--map', join(queryFolder, map)], { signal, show: true }),
    )
  }
  tell(`\nThe whole flow took ${seconds(started)}.`)
  if (!flags.keep) return
  tell(
    [
      `OSCAR posts to   ${gateway.http}/records/create`,
      `the hub asks at  ${gateway.https}/queries`,
      `certificates in  ${tls}`,
      `ask yourself:    endpoint query ${asHub.slice(0, -2).join(' ')} --map MAP.js --reduce REDUCE.js`,
      'Ctrl-C ends it all.',
    ].join('\n'),
  )
  await aborted(signal)
}

/** Where the export reads: a database that is there, or a clinic invented for the occasion. */
async function clinicOf(flags: LabFlags, file: string, signal: AbortSignal): Promise<string[]> {
  if (flags.mysql !== undefined) {
    return ['--source', flags.mysql, ...(flags.passwordFile ? ['--password-file', flags.passwordFile] : [])]
  }
  const { patients, seed } = flags
  await stage(`A clinic of ${patients} invented charts`, () =>
    runCommand(['clinic', '--patients', `${patients}`, '--seed', `${seed}`, '--out', file], { signal }),
  )
  return ['--source', file]
}

type Lab = AsyncDisposable & { folder: string; log: number }

/** A folder for all that the lab makes; if the lab fails, the last of what the gateway logged is shown before it goes. */
async function openLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'endpoint-lab-'))
  const log = openSync(join(folder, 'gateway.log'), 'a', 0o600)
  return {
    folder,
    log,
    async [Symbol.asyncDispose]() {
      closeSync(log)
      const troubles = readFileSync(join(folder, 'gateway.log'), 'utf8')
        .split('\n')
        .filter((line) => /"level":[56]0/.test(line))
      if (troubles.length > 0) tell(troubles.slice(-5).join('\n'))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Tells what is being done and, when it is done, how long it took. */
async function stage<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now()
  tell(styleText('bold', `\n${title}`, { stream: process.stderr }))
  const result = await work()
  tell(styleText('dim', `  ${seconds(started)}`, { stream: process.stderr }))
  return result
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

const tell = (line: string) => void process.stderr.write(`${line}\n`)

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  // A pending promise alone keeps no process alive.
  const alive = setInterval(() => {}, 2 ** 30)
  return promise.finally(() => clearInterval(alive))
}
