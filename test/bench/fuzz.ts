/*
 * Posts damaged documents to a real gateway: each must be answered 201 or 4xx within the time bound, the gateway must
 * live on, and its memory must stay bounded.
 * Run: node test/bench/fuzz.ts [--documents 100000] [--seed N] [--first N] [--parallel 8]
 * Document N of a seed is the same in every run: `--first N --documents 1` posts just that one.
 * On a violation the document is saved, its place is printed, and the exit status is 1.
 */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { between, pick, seededRandom } from '../../oscar-shadow/synthetic-clinic/random.ts'
import { syntheticDocument } from '../fixtures/synthetic-documents.ts'
import { type Mutation, mutate } from '../fuzz/mutate.ts'
import { openPoster, startGateway } from '../gateway/running-gateway.ts'
import { publicSamples } from './documents.ts'
import { inLanes, machine, secondsSince, watchMemory } from './measuring.ts'

const bounds = { answerMs: 10_000, memoryMb: 1_000 }

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    first: { type: 'string', default: '0' },
    parallel: { type: 'string', default: '8' },
  },
})
const [documents, seed, first] = [Number(values.documents), Number(values.seed), Number(values.first)]
const parallel = Number(values.parallel)

const random = seededRandom(seed)
const synthetic = Array.from({ length: 60 }, (_, patient) =>
  Buffer.from(syntheticDocument(patient, { bytes: between(random, 5_000, 30_000), seed })),
)
const large = publicSamples()

/** Document `index` of this seed; the public samples, being ten times as long, come one time in twenty. */
function damaged(index: number): Mutation {
  const own = seededRandom(seed * 1_000_003 + index)
  const original = pick(own, large.length > 0 && own() < 0.05 ? large : synthetic)
  return mutate(original, pick(own, synthetic), own)
}

let violated = false

/** Ends the benchmark at the first violation: those that come with it are only its echo. */
async function violation(index: number, what: string): Promise<never> {
  if (violated) return new Promise(() => {})
  violated = true
  const { bytes, steps } = damaged(index)
  const file = join(await mkdtemp(join(tmpdir(), 'fuzz-')), `document-${seed}-${index}.xml`)
  await writeFile(file, bytes)
  console.error(`violation by document ${index} of seed ${seed} (${steps.join(', ')}), saved as ${file}: ${what}`)
  console.error(gateway.stderr().slice(-1_000))
  await gateway.kill9()
  process.exit(1)
}

await using gateway = await startGateway()
using poster = openPoster(gateway.url, { parallel, patience: bounds.answerMs })
using memory = watchMemory(gateway.pid)
const statuses = new Map<number, number>()
const slowest = { ms: 0, index: -1 }
const start = performance.now()

async function postOne(index: number): Promise<void> {
  const posted = performance.now()
  const answer = await poster.post(damaged(index).bytes, index).catch((error) => violation(index, String(error)))
  const ms = performance.now() - posted
  if (ms > slowest.ms) Object.assign(slowest, { ms, index })
  if (answer.status !== 201 && Math.trunc(answer.status / 100) !== 4) {
    await violation(index, `answered ${answer.status}: ${answer.text.slice(0, 500)}`)
  }
  if ((memory.samples.at(-1) ?? 0) > bounds.memoryMb) await violation(index, `${memory.samples.at(-1)} MB of memory`)
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
}

await inLanes(documents, parallel, (index) => postOne(first + index))

const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
console.log(`${documents} damaged documents, seed ${seed}, ${secondsSince(start).toFixed(0)} s; ${machine()}`)
console.log(`answers: ${counts.join(', ')}`)
console.log(
  `slowest: ${slowest.ms.toFixed(0)} ms (document ${slowest.index}, ${damaged(slowest.index).steps.join(', ')})`,
)
console.log(`memory: at most ${Math.max(...memory.samples).toFixed(0)} MB`)
await gateway.stop()
