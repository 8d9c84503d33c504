import { randomInt } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { importDocument } from '../../gateway/import/index.ts'
import { sha224Pseudonyms } from '../../gateway/import/pseudonym.ts'
import type { PatientRecord } from '../../gateway/record.ts'
import { between, type Random, seededRandom, syntheticDocument } from '../fixtures/synthetic-documents.ts'
import { type GatewayOptions, openPoster, type Poster, runEndpoint, startGateway } from './running-gateway.ts'

const seed = Number(process.env['KILL_SEED'] ?? randomInt(2 ** 31))
const patients = 40

/** Per patient, the newest version that was sent, and the newest that was acknowledged. */
type Ledger = Map<number, { sent: number; acknowledged: number }>

const firstVersion = Date.UTC(2024, 0, 1) / 1000

/** Each version is a second newer than the one before, and tells something else; every patient has another size. */
function documentOf(patient: number, version: number): Buffer {
  const effectiveTime = new Date((firstVersion + version) * 1000).toISOString().replace(/\D/g, '').slice(0, 14)
  const bytes = 5_000 + (patient % 10) ** 2 * 1_500
  return Buffer.from(syntheticDocument(patient, { bytes, seed: version, effectiveTime }))
}

/** Posts ever newer versions of random patients, until `signal` says that it is enough. Answers the statuses seen. */
async function keepPosting(poster: Poster, ledger: Ledger, random: Random, signal: AbortSignal): Promise<number[]> {
  const statuses: number[] = []
  const lane = async () => {
    while (!signal.aborted) {
      const patient = between(random, 1, patients + 1)
      const known = ledger.get(patient) ?? { sent: 0, acknowledged: 0 }
      ledger.set(patient, known)
      const version = ++known.sent
      const { status } = await poster.post(documentOf(patient, version), patient)
      if (status === 201) known.acknowledged = Math.max(known.acknowledged, version)
      else await sleep(50)
      statuses.push(status)
    }
  }
  await Promise.allSettled(Array.from({ length: 6 }, lane)) // a killed gateway breaks its connections
  return statuses
}

/** What is wrong with the stored records, as the command line gives them out. */
async function problemsOf(places: string[], ledger: Ledger): Promise<string[]> {
  const lines = (await runEndpoint(['records', 'export', ...places])).split('\n').filter((line) => line !== '')
  const records = new Map(lines.map((line) => JSON.parse(line) as PatientRecord).map((record) => [record._id, record]))
  const problems = lines.length === records.size ? [] : ['one patient is stored twice']
  for (const id of records.keys()) if (!ledger.has(Number(id))) problems.push(`a stray record ${id}`)
  for (const [patient, known] of ledger) problems.push(...problemsOfPatient(patient, known, records.get(String(patient))))
  return problems
}

function problemsOfPatient(patient: number, known: { sent: number; acknowledged: number }, stored?: PatientRecord): string[] {
  if (!stored) return known.acknowledged > 0 ? [`patient ${patient} was acknowledged and is lost`] : []
  const version = (stored.effective_time ?? 0) - firstVersion
  if (version < known.acknowledged) return [`patient ${patient} is back at ${version}, acknowledged: ${known.acknowledged}`]
  if (version > known.sent) return [`patient ${patient} has a version ${version} that nobody sent`]
  const { record } = importDocument(documentOf(patient, version), { pseudonym: sha224Pseudonyms })
  return isDeepStrictEqual(stored, record) ? [] : [`patient ${patient} is not as imported`]
}

/** Kills the gateway in the middle of posts; then the store must open as it lies, for two processes at once. */
async function killRepeatedly(t: Tap.Test, rounds: number, options: GatewayOptions & { dataFolder: string; store: string }) {
}
