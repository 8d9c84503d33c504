import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import t, { type Test } from 'tap'
import { importDocument } from '../../gateway/import/index.ts'
import { sha224Pseudonyms } from '../../gateway/import/pseudonym.ts'
import type { PatientRecord } from '../../gateway/record.ts'
import { between, type Random, seededRandom } from '../../oscar-shadow/synthetic-clinic/random.ts'
import { syntheticDocument } from '../fixtures/synthetic-documents.ts'
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

/** Per patient, the newest version that was sent, and the newest that was acknowledged. */
type Ledger = Map<number, { sent: number; acknowledged: number }>

const firstVersion = Date.UTC(2024, 0, 1) / 1000

/** Each version is a second newer than the one before, and tells something else; every patient has another size. */
function documentOf(patient: number, version: number): Buffer {
  const effectiveTime = new Date((firstVersion + version) * 1000).toISOString().replace(/\D/g, '').slice(0, 14)
  const bytes = 5_000 + (patient % 10) ** 2 * 1_500
  return Buffer.from(syntheticDocument(patient, { bytes, seed: version, effectiveTime }))
}

/** Posts under way: the statuses so far, and, once all are done, how many lanes ended without an answer. */
type Posting = { statuses: number[]; broken: Promise<number> }

/** Posts ever newer versions of random patients, in six lanes, until `signal` says that it is enough. */
function keepPosting(poster: Poster, ledger: Ledger, random: Random, signal: AbortSignal): Posting {
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
  const lanes = Promise.allSettled(Array.from({ length: 6 }, lane))
  return { statuses, broken: lanes.then((ends) => ends.filter(({ status }) => status === 'rejected').length) }
}

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 40_000; !holds(); await sleep(5)) {
    if (Date.now() > deadline) throw new Error('what was waited for has not come in 40 s')
  }
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
async function killRepeatedly(
  t: Test,
  places: Places,
  { rounds, posts }: { rounds: number; posts: number },
): Promise<void> {
  const random = seededRandom(seed)
  const ledger: Ledger = new Map()
  for (let round = 1; round <= rounds; round += 1) {
    const [gateway, problems] = await Promise.all([startGateway(places), problemsOf(places, ledger)])
    t.same(problems, [], `nothing is wrong after ${round - 1} kills`)
    const statuses = await postAndKill(gateway, ledger, random, posts)
    t.same(new Set(statuses), new Set([201]), `round ${round}: ${statuses.length} posts, all answered 201`)
  }
  t.same(await problemsOf(places, ledger), [], `nothing is wrong after ${rounds} kills`)
}

/** After a random number of answers: on a busy machine nothing at all may happen in a fixed time. */
async function postAndKill(gateway: RunningGateway, ledger: Ledger, random: Random, most: number): Promise<number[]> {
  await using _ = gateway
  using poster = openPoster(gateway.url)
  const enough = new AbortController()
  const { statuses, broken } = keepPosting(poster, ledger, random, enough.signal)
  const wanted = between(random, 1, most)
  await until(() => statuses.length >= wanted)
  await sleep(between(random, 0, 20))
  await gateway.kill9()
  enough.abort()
  await broken // as it must: a dead gateway doesn't answer
  return statuses
}

t.comment(`KILL_SEED=${seed}`)

t.test('SQLite keeps what was acknowledged when the gateway is killed, twelve times', async (t) => {
  await killRepeatedly(t, { dataFolder: t.testdir(), store: 'sqlite' }, { rounds: 12, posts: 80 })
})

const [server, mortal] = [await startMongoServer(), await startMongoServer()]
t.teardown(() => Promise.all([server?.remove(), mortal?.remove()]))
const skip = server ? false : howToGetOne
const skipMortal = mortal?.restartable ? false : skip || 'the server of MONGODB_URI is not ours to kill'

t.test('MongoDB keeps what was acknowledged when the gateway is killed, six times', { skip }, async (t) => {
  await killRepeatedly(t, { dataFolder: t.testdir(), store: server?.uri ?? '' }, { rounds: 6, posts: 25 })
})

t.test('the gateway outlives the death of its MongoDB, and loses nothing', { skip: skipMortal }, async (t) => {
  if (!mortal) return
  const places = { dataFolder: t.testdir(), store: mortal.uri }
  const ledger: Ledger = new Map()
  await using gateway = await startGateway(places)
  for (const round of [1, 2, 3]) {
    const { statuses, broken } = await postThroughOutage(gateway, mortal, ledger, seededRandom(seed + round))
    t.same(new Set(statuses), new Set([201, 503]), `outage ${round}: posts are accepted or put off`)
    t.equal(broken, 0, 'and none goes without an answer')
    t.same(await problemsOf(places, ledger), [], 'nothing is wrong')
  }
  await gateway.stop()
})

/** The server dies at a random moment, and is away until a post has been put off. */
async function postThroughOutage(gateway: RunningGateway, server: MongoServer, ledger: Ledger, random: Random) {
  using poster = openPoster(gateway.url)
  const enough = new AbortController()
  const { statuses, broken } = keepPosting(poster, ledger, random, enough.signal)
  const before = between(random, 1, 25)
  await until(() => statuses.length >= before)
  await server.stop('SIGKILL')
  await until(() => statuses.includes(503))
  await server.start()
  const meanwhile = statuses.length
  await until(() => statuses.includes(201, meanwhile)) // the gateway finds its server again by itself
  enough.abort()
  return { statuses, broken: await broken }
}
