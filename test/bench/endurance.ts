/*
 * Does the gateway tire? The rate of each tenth of many imports, then the same documents once more, and its memory.
 * Run: node test/bench/endurance.ts [--imports 20000] [--store sqlite|mongodb|mongodb://…] [--parallel 8] [--data DIR]
 * The machine's own speed is measured along, because over minutes it changes by itself.
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

type Tenth = { imports: number; parses: number }

/** Documents a second in each tenth of the patients; before each, the machine's own speed at that moment. */
async function importAll(): Promise<Tenth[]> {
  const tenths: Tenth[] = []
  const size = Math.floor(imports / 10)
  for (let first = 0; first < 10 * size; first += size) {
    const parses = measuring.parseRate(document.bytes, 1)
    const start = performance.now()
    await measuring.inLanes(size, parallel, async (index) => {
      measuring.expectDelivered(await poster.post(documentFor(first + index), first + index))
    })
    tenths.push({ imports: size / measuring.secondsSince(start), parses })
  }
  return tenths
}

const overall = (rates: number[]) => rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0)
const lastToFirst = (rates: number[]) => (rates.at(-1) ?? Number.NaN) / (rates[0] ?? Number.NaN)

const line = (name: string, rates: number[], digits = 0) => [
  name,
  ...[...rates, overall(rates)].map((rate) => rate.toFixed(digits)),
  lastToFirst(rates).toFixed(3),
]
const lines = (name: string, tenths: Tenth[]) => [
  line(
    `${name}, docs/s`,
    tenths.map((tenth) => tenth.imports),
  ),
  line(
    `${measuring.baselineName}, docs/s`,
    tenths.map((tenth) => tenth.parses),
  ),
  line(
    `${name} / xml2js`,
    tenths.map((tenth) => tenth.imports / tenth.parses),
    2,
  ),
]
const againstBaseline = (tenths: Tenth[]) => overall(tenths.map((tenth) => tenth.imports / tenth.parses))

await measuring.inLanes(500, parallel, async (patient) => void (await poster.post(documentFor(patient), patient))) // warms up
using memory = measuring.watchMemory(gateway.pid)
const [once, again] = [await importAll(), await importAll()]

console.log(`${imports} of ${document.name}, ${document.bytes.length} bytes, ${values.store}; ${measuring.machine()}`)
measuring.printTable([
  ['tenth', ...Array.from({ length: 10 }, (_, part) => String(part + 1)), 'overall', 'last/first'],
  ...lines('first import', once),
  ...lines('second import', again),
])
console.log(
  `second import / first import, both against xml2js: ${(againstBaseline(again) / againstBaseline(once)).toFixed(3)}`,
)
const tenth = Math.ceil(memory.samples.length / 10)
const [early, late] = [memory.samples.slice(0, tenth), memory.samples.slice(-tenth)].map(measuring.median)
console.log(
  `memory: at most ${Math.max(...memory.samples).toFixed(0)} MB, first tenth ${early?.toFixed(0)}, last tenth ${late?.toFixed(0)}`,
)
await gateway.stop()
