/*
 * Does the gateway tire? The rate of each tenth of many imports, then the same documents once more, and its memory.
 * Run: node test/bench/endurance.ts [--imports 20000] [--store sqlite|mongodb|mongodb://…] [--parallel 8] [--data DIR]
 * Wanted: last tenth at least 0.95 of the first, second import not slower, memory flat and under 400 MB.
 */
import { parseArgs } from 'node:util'
import { openPoster, startGateway } from '../gateway/running-gateway.ts'
import { benchmarkDocument, forPatients } from './documents.ts'
import * as measuring from './measuring.ts'
import { openStore } from './stores.ts'

const { values } = parseArgs({
  options: {
    imports: { type: 'string', default: '20000' },
    store: { type: 'string', default: 'sqlite' },
    parallel: { type: 'string', default: '8' },
    data: { type: 'string' },
  },
})
const [imports, parallel] = [Number(values.imports), Number(values.parallel)]
const document = benchmarkDocument()
const documentFor = forPatients(document.bytes)

await using store = await openStore(values.store)
await using gateway = await startGateway({ store: store.url, ...(values.data ? { dataFolder: values.data } : {}) })
using poster = openPoster(gateway.url, { parallel })

/** Documents a second in each tenth of the patients. */
async function importAll(): Promise<number[]> {
  const ends: number[] = []
  const start = performance.now()
  await measuring.inLanes(imports, parallel, async (patient) => {
    measuring.expectDelivered(await poster.post(documentFor(patient), patient))
    ends.push(measuring.secondsSince(start))
  })
  const tenth = Math.floor(imports / 10)
  const endOf = (part: number) => (part < 0 ? 0 : (ends[(part + 1) * tenth - 1] ?? Number.NaN))
  return Array.from({ length: 10 }, (_, part) => tenth / (endOf(part) - endOf(part - 1)))
}

const overall = (tenths: number[]) => 10 / tenths.reduce((sum, rate) => sum + 1 / rate, 0)
const first = (tenths: number[]) => tenths[0] ?? Number.NaN
const last = (tenths: number[]) => tenths.at(-1) ?? Number.NaN

const parsing = measuring.parseRate(document.bytes, 5)
await measuring.inLanes(500, parallel, async (patient) => void (await poster.post(documentFor(patient), patient))) // warms up
using memory = measuring.watchMemory(gateway.pid)
const [once, again] = [await importAll(), await importAll()]

console.log(`${imports} of ${document.name}, ${document.bytes.length} bytes, ${values.store}; ${measuring.machine()}`)
measuring.printTable([
  ['docs/s in tenth', ...Array.from({ length: 10 }, (_, part) => String(part + 1)), 'overall', 'last/first'],
  ...[once, again].map((tenths, index) => [
    ['first import', 'second import'][index] ?? '',
    ...[...tenths, overall(tenths)].map((rate) => rate.toFixed(0)),
    (last(tenths) / first(tenths)).toFixed(3),
  ]),
])
console.log(
  `${measuring.baselineName}: ${parsing.toFixed(1)}/s; first import ${(overall(once) / parsing).toFixed(2)} times that`,
)
console.log(`second import / first import: ${(overall(again) / overall(once)).toFixed(3)}`)
const tenth = Math.ceil(memory.samples.length / 10)
const [early, late] = [memory.samples.slice(0, tenth), memory.samples.slice(-tenth)].map(measuring.median)
console.log(
  `memory: at most ${Math.max(...memory.samples).toFixed(0)} MB, first tenth ${early?.toFixed(0)}, last tenth ${late?.toFixed(0)}`,
)
await gateway.stop()
