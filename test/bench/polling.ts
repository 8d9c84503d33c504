/*
 * What a hub's polling costs: the feed of 200 unfinished queries from a real gateway process over mutual TLS, a new
 * connection each time as the original hub makes them, the client on the same machine. The baseline is a small fixed
 * page over the same TLS, so that the rest is what the feed itself costs.
 * Run: node test/bench/polling.ts [--rounds 5] [--seconds 2] [--parallel 2]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { askAsHub } from '../gateway/hub-request.ts'
import { makeLab } from '../gateway/lab.ts'
import { submission } from '../gateway/routes/hub/open-hub-side.ts'
import { startGateway } from '../gateway/running-gateway.ts'
import * as measuring from './measuring.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    parallel: { type: 'string', default: '2' },
  },
})
const parallel = Number(values.parallel)

const folder = await mkdtemp(join(tmpdir(), 'lab-'))
const { flags, identity } = await makeLab(join(folder, 'lab'))
await using gateway = await startGateway({ flags })

// Each waits for approval, so that the feed stays as it is.
for (let count = 0; count < 200; count++) {
  const form = submission({ map: `function map(patient) { emit(${count}, 1) }`, reduce: 'function(k, v) { return 1 }' })
  const { status } = await askAsHub(`${gateway.https}/queries`, identity, form)
  if (status !== 201) throw new Error(`answered ${status}`)
}

async function round(path: string, headers: Record<string, string>, expected: number, agent?: Agent): Promise<number> {
  const [start, end] = [performance.now(), performance.now() + Number(values.seconds) * 1000]
  let count = 0
  const lane = async () => {
    for (; performance.now() < end; count++) {
      const { status } = await askAsHub(`${gateway.https}${path}`, identity, { headers, ...(agent && { agent }) })
      if (status !== expected) throw new Error(`${path} answered ${status}`)
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane))
  return count / measuring.secondsSince(start)
}

const atom = { Accept: 'application/atom+xml' }
const { headers, text } = await askAsHub(`${gateway.https}/queries`, identity, { headers: atom })
const kept = new Agent({
  keepAlive: true,
  maxSockets: parallel,
  ca: identity.ca,
  cert: identity.hub?.certificate,
  key: identity.hub?.key,
})
const results = await measuring.runInTurns(Number(values.rounds), [
  { name: 'a small fixed page, new connections', round: () => round('/hdata/root.xml', {}, 200) },
  { name: 'the feed, new connections', round: () => round('/queries', atom, 200) },
  {
    name: 'the same, nothing new (304)',
    round: () => round('/queries', { ...atom, 'If-None-Match': headers.etag ?? '' }, 304),
  },
  { name: 'the feed, kept connections', round: () => round('/queries', atom, 200, kept) },
])
console.log(`a feed of 200 queries, ${text.length} bytes; ${measuring.machine()}`)
measuring.printTable(measuring.ratesTable(results))
kept.destroy()
await gateway.stop()
await rm(folder, { recursive: true })
