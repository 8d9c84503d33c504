import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import t, { type Test } from 'tap'
import { importDocument } from '../../gateway/import/index.ts'
import { sha224Pseudonyms } from '../../gateway/import/pseudonym.ts'
import type { PatientRecord } from '../../gateway/record.ts'
import { between, type Random, seededRandom, syntheticDocument } from '../fixtures/synthetic-documents.ts'
import { howToGetOne, type MongoServer, startMongoServer } from '../mongodb-server.ts'
import {
  type GatewayOptions,
  openPoster,
  type Poster,
  type RunningGateway,
  runEndpoint,
  startGateway,
} from './running-gateway.ts'

const seed = Number(process.env.KILL_SEED ?? randomInt(2 ** 31))
const patients = 40
/** A patient beside those. */
const probe = 0

/** Per patient, the newest version that was sent, and the newest that was acknowledged. */
type Ledger = Map<number, { sent: number; acknowledged: number }>

const firstVersion = Date.UTC(2024, 0, 1) / 1000

/** Each version is a second newer than the one before, and tells something else; every patient has another size. */
function documentOf(patient: number, version: number): Buffer {
  const effectiveTime = new Date((firstVersion + version) * 1000).toISOString().replace(/\D/g, '').slice(0, 14)
  const bytes = 5_000 + (patient % 10) ** 2 * 1_500
  return Buffer.from(syntheticDocument(patient, { bytes, seed: version, effectiveTime }))
}

type Posted = { statuses: number[]; broken: number }

/** Posts ever newer versions of random patients, until `signal` says that it is enough. */
async function keepPosting(poster: Poster, ledger: Ledger, random: Random, signal: AbortSignal): Promise<Posted> {
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
  const lanes = await Promise.allSettled(Array.from({ length: 6 }, lane)) // a killed gateway breaks its connections
  return { statuses, broken: lanes.filter(({ status }) => status === 'rejected').length }
}

type Places = Required<Pick<GatewayOptions, 'dataFolder' | 'store'>>

/** What is wrong with the stored records, as the command line gives them out. */
async function problemsOf({ dataFolder, store }: Places, ledger: Ledger): Promise<string[]> {
  const lines = (await runEndpoint(['records', 'export', '--data', dataFolder, '--store', store]))
    .split('\n')
    .filter((line) => line !== '')
  const records = new Map(lines.map((line) => JSON.parse(line) as PatientRecord).map((record) => [record._id, record]))
  const problems = lines.length === records.size ? [] : ['one patient is stored twice']
  for (const id of records.keys()) if (!ledger.has(Number(id))) problems.push(`a stray record ${id}`)
  for (const [patient, known] of ledger)
    problems.push(...problemsOfPatient(patient, known, records.get(String(patient))))
  return problems
}

function problemsOfPatient(
  patient: number,
  known: { sent: number; acknowledged: number },
  stored?: PatientRecord,
): string[] {
  if (!stored) return known.acknowledged > 0 ? [`patient ${patient} was acknowledged and is lost`] : []
  const version = (stored.effective_time ?? 0) - firstVersion
  if (version < known.acknowledged)
    return [`patient ${patient} is back at ${version}, acknowledged: ${known.acknowledged}`]
  if (version > known.sent) return [`patient ${patient} has a version ${version} that nobody sent`]
  const { record } = importDocument(documentOf(patient, version), { pseudonym: sha224Pseudonyms })
  return isDeepStrictEqual(stored, record) ? [] : [`patient ${patient} is not as imported`]
}

/**
 * Kills the gateway in the midst of posts, again and again. Its successor and a second process open the store at the
 * same time, just as it lies.
 */
async function killRepeatedly(t: Test, rounds: number, places: Places): Promise<void> {
  const random = seededRandom(seed)
  const ledger: Ledger = new Map()
  for (let round = 1; round <= rounds; round += 1) {
    const [gateway, problems] = await Promise.all([startGateway(places), problemsOf(places, ledger)])
    t.same(problems, [], `nothing is wrong after ${round - 1} kills`)
    const { statuses } = await postAndKill(gateway, ledger, random)
    t.ok(
      statuses.every((status) => status === 201),
      `round ${round}: ${statuses.length} posts, all answered 201`,
    )
  }
  t.same(await problemsOf(places, ledger), [], `nothing is wrong after ${rounds} kills`)
  t.ok(
    [...ledger.values()].some(({ acknowledged }) => acknowledged > rounds),
    'documents were acknowledged',
  )
}

async function postAndKill(gateway: RunningGateway, ledger: Ledger, random: Random): Promise<Posted> {
  await using _ = gateway
  using poster = openPoster(gateway.url)
  const enough = new AbortController()
  const posting = keepPosting(poster, ledger, random, enough.signal)
  await sleep(between(random, 20, 600))
  await gateway.kill9()
  enough.abort()
  return posting
}

t.comment(`KILL_SEED=${seed}`)

t.test('SQLite keeps what was acknowledged when the gateway is killed, twelve times', async (t) => {
  await killRepeatedly(t, 12, { dataFolder: t.testdir(), store: 'sqlite' })
})

t.test('MongoDB keeps what was acknowledged when the gateway is killed, six times', async (t) => {
  const server = await startMongoServer()
  if (!server) return void t.pass(howToGetOne, { skip: true })
  t.teardown(() => server.remove())
  await killRepeatedly(t, 6, { dataFolder: t.testdir(), store: server.uri })
})

t.test('the gateway outlives the death of its MongoDB, and nothing acknowledged is lost', async (t) => {
  const server = await startMongoServer()
  if (!server?.restartable) return void t.pass('no MongoDB that this test may kill', { skip: true })
  t.teardown(() => server.remove())
  const places = { dataFolder: t.testdir(), store: server.uri }
  const ledger: Ledger = new Map([[probe, { sent: 1, acknowledged: 0 }]])
  await using gateway = await startGateway(places)
  for (const round of [1, 2, 3]) {
    const { statuses, broken } = await postThroughOutage(gateway, server, ledger, seededRandom(seed + round))
    t.same(new Set(statuses), new Set([201, 503]), `outage ${round}: posts are accepted or put off`)
    t.equal(broken, 0, 'and none goes without an answer')
    t.same(await problemsOf(places, ledger), [], 'nothing is wrong')
  }
  await gateway.stop()
})

async function postThroughOutage(gateway: RunningGateway, server: MongoServer, ledger: Ledger, random: Random) {
  using poster = openPoster(gateway.url)
  const enough = new AbortController()
  const posting = keepPosting(poster, ledger, random, enough.signal)
  await sleep(between(random, 200, 600))
  await server.stop('SIGKILL')
  await sleep(between(random, 500, 1_500))
  await server.start()
  await untilDelivered(poster)
  enough.abort()
  return posting
}

/** The gateway finds its server again by itself, in its own time. */
async function untilDelivered(poster: Poster): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await poster.post(documentOf(probe, 1), probe)).status === 201) return
    await sleep(100)
  }
  throw new Error('the gateway does not find its MongoDB again within 30 s')
}
