/*
 * Import over HTTP: from POST to the 201 that says "on disk", into a real gateway process, distinct patients, the
 * client on the same machine. Beside the rate: latency, and processor time of the gateway.
 * Run: node test/bench/http.ts [--store sqlite|mongodb|mongodb://…] [--rounds 5] [--imports 1000] [--parallel 8]
 *        [--data DIR] [--cpu-prof DIR]
 * `mongodb` starts the server that the tests use. Wanted: at least 3 times the baseline.
 */
import { parseArgs } from 'node:util'
import { openPoster, startGateway } from '../gateway/running-gateway.ts'
import { benchmarkDocument, forPatients } from './documents.ts'
import * as measuring from './measuring.ts'
import { openStore } from './stores.ts'

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    rounds: { type: 'string', default: '5' },
    imports: { type: 'string', default: '1000' },
    parallel: { type: 'string', default: '8' },
    data: { type: 'string' },
    'cpu-prof': { type: 'string' },
  },
})
const [imports, parallel] = [Number(values.imports), Number(values.parallel)]
const profile = values['cpu-prof']
const document = benchmarkDocument()
const documentFor = forPatients(document.bytes)

await using store = await openStore(values.store)
await using gateway = await startGateway({
  store: store.url,
  ...(values.data ? { dataFolder: values.data } : {}),
  ...(profile ? { nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${profile}`] } : {}),
})
using poster = openPoster(gateway.url, { parallel })

const latencies: number[] = []
const loads: number[] = []
let patient = 0

async function postRound(count: number): Promise<number> {
  const [start, used] = [performance.now(), measuring.processorSeconds(gateway.pid)]
  await measuring.inLanes(count, parallel, async () => {
    const posted = performance.now()
    measuring.expectDelivered(await poster.post(documentFor(++patient), patient))
    latencies.push(performance.now() - posted)
  })
  const seconds = measuring.secondsSince(start)
  loads.push((measuring.processorSeconds(gateway.pid) - used) / seconds)
  return count / seconds
}

await postRound(Math.ceil(imports / 2)) // warms up
latencies.length = loads.length = 0
const results = await measuring.runInTurns(Number(values.rounds), [
  { name: measuring.baselineName, round: () => measuring.parseRate(document.bytes) },
  { name: `POST to durable 201, ${parallel} parallel, ${values.store}`, round: () => postRound(imports) },
])

console.log(`${document.name}, ${document.bytes.length} bytes; ${measuring.machine()}`)
measuring.printTable(measuring.ratesTable(results))
const [p50, p99] = [0.5, 0.99].map((part) => measuring.percentile(latencies, part).toFixed(1))
console.log(`latency p50 ${p50} ms, p99 ${p99} ms; the gateway used ${measuring.median(loads).toFixed(2)} cores`)
await gateway.stop()
