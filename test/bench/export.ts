/*
 * A whole export: from a real MariaDB, over an account that can only read, to a folder of files and to a real gateway
 * that keeps records in SQLite. Beside the rates: the size of a document, the most memory that the shadow had, and how
 * long reading takes beside a baseline that reads one patient at a time, with one query per table, as the original did;
 * that is measured on some patients and told for as many.
 * Run: node test/bench/export.ts [--patients 10000] [--baseline-patients 40]
 * Wanted: 100 documents a second end to end, reading 10 times the baseline, less than 300 MB.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openSource } from '../../oscar-shadow/source/open-source.ts'
import { startGateway } from '../gateway/running-gateway.ts'
import { howToGetMariadb } from '../mariadb-server.ts'
import { startClinicServer } from '../oscar-shadow/source/clinic-server.ts'
import { machine, peakMegabytes, printTable, secondsSince } from './measuring.ts'
import { openPatientReader } from './read-by-patient.ts'

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '10000' },
    'baseline-patients': { type: 'string', default: '40' },
  },
})
const [wanted, sampled] = [Number(values.patients), Number(values['baseline-patients'])]
/** Of the invented charts about that part is active. */
const activePart = 0.88

const endpoint = fileURLToPath(new URL('../../endpoint.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'scoop-export-bench-'))
await using cleanup = new AsyncDisposableStack()
cleanup.defer(() => rmSync(folder, { recursive: true, force: true }))
// With room for all tables, so that the baseline need not wait for the disk either.
const server = await startClinicServer(folder, ['--innodb-buffer-pool-size=1G'])
if (!server) throw new Error(howToGetMariadb)
cleanup.defer(() => server.remove())

const loading = performance.now()
await server.load('oscar', { patients: Math.ceil(wanted / activePart) })
const { address, options } = await server.account('shadow', 'SELECT ON oscar.*')
const where = address('oscar')
const loadNow = () => `load ${loadavg()[0]?.toFixed(1)}`
console.log(`${machine()}; ${loadNow()}; the clinic was loaded in ${secondsSince(loading).toFixed(0)} s`)

type Export = { name: string; documents: number; seconds: number; reading: number; peak: number; load: string }

/** Runs `endpoint export` as a clinic does, and looks at its memory on the way. */
async function exportTo(name: string, to: string): Promise<Export> {
  const source = ['--source', where, '--password-file', `${options.passwordFile}`]
  const args = ['export', ...source, '--to', to, '--state', join(folder, `state of ${name}`), '--json']
  const child = spawn(process.execPath, [endpoint, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  let peak = 0
  const look = setInterval(() => {
    if (child.exitCode === null) peak = Math.max(peak, peakMegabytes(child.pid ?? 0))
  }, 100)
  const [code] = await exited
  clearInterval(look)
  const [stdout, stderr] = await output
  if (code !== 0) throw new Error(`the export ended with ${code}: ${stderr}`)
  const { processed, seconds } = JSON.parse(stdout)
  const timeOf = (message: string) => Date.parse(new RegExp(`^(\\S+) .*${message}`, 'm').exec(stderr)?.[1] ?? '')
  const reading = (timeOf('records pending') - timeOf('Starting E2E export job')) / 1000
  return { name, documents: processed, seconds, reading, peak, load: loadNow() }
}

const documents = join(folder, 'documents')
await using gateway = await startGateway({ store: 'sqlite' })
const exports = [await exportTo('a folder', documents), await exportTo('the gateway, SQLite', gateway.url)]
await gateway.stop()

const sizes = readdirSync(documents).map((name) => statSync(join(documents, name)).size)
const meanSize = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
printTable([
  ['export to', 'documents', 'seconds', 'of which reading', 'documents/s', 'most MB', ''],
  ...exports.map(({ name, documents, seconds, reading, peak, load }) => [
    name,
    `${documents}`,
    seconds.toFixed(1),
    reading.toFixed(1),
    (documents / seconds).toFixed(0),
    peak.toFixed(0),
    load,
  ]),
])
console.log(`a document has ${(meanSize / 1000).toFixed(1)} kB on average\n`)

const numbers = readdirSync(documents).map((name) => Number(/\d+/.exec(name)?.[0]))
/** Spread over the clinic; the rows of neighbours may lie together. */
const sample = Array.from(
  { length: sampled },
  (_, index) => numbers[Math.floor((index * numbers.length) / sampled)] ?? 0,
)

/** Seconds for as many patients as there are, from a part of the sample. */
async function readByPatient(patients: number[]): Promise<number> {
  await using reader = await openPatientReader(where, options)
  const start = performance.now()
  for (const patient of patients) await reader.read(patient)
  return (secondsSince(start) / patients.length) * numbers.length
}

/** Seconds for all patients, until their charts are put together; at the pace that spares a clinic's server. */
async function readTables(): Promise<number> {
  const start = performance.now()
  const source = await openSource(where, { ...options, rowsPerSecond: undefined })
  try {
    for await (const _ of source.charts());
    return secondsSince(start)
  } finally {
    await source.close()
  }
}

// Half of the baseline before and half after, so that a noisy minute does not hit only one of them.
const before = await readByPatient(sample.filter((_, index) => index % 2 === 0))
const ours = await readTables()
const after = await readByPatient(sample.filter((_, index) => index % 2 === 1))
const baseline = (before + after) / 2
printTable([
  [`reading ${numbers.length} charts`, 'seconds', 'ratio'],
  [`by patient and table (told from ${sampled})`, baseline.toFixed(1), '1.0'],
  ['table by table, 50,000 rows/s at most', ours.toFixed(1), (baseline / ours).toFixed(1)],
])
console.log(loadNow())
