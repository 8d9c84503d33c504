import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { verifyAudit } from '../../../gateway/query/verify-audit.ts'
import { openQueryStore } from '../../../gateway/store/open-store.ts'
import { howToGetOne, startMongoServer } from '../../mongodb-server.ts'
import { aTicket, messagesOf, open, openRunning, queryOnce } from './running-queries.ts'

const server = await startMongoServer()
if (server) t.teardown(server.remove)

const script = new URL('query-gateway.ts', import.meta.url).pathname

/** A store, a journal, and gateways on it, which end with the test; their leases in milliseconds. */
function openPlace(t: Test, store: string, lease = 4_000) {
  const data = t.testdir({})
  const journal = join(data, 'journal')
  const queryStore = openQueryStore({ store, data })
  t.teardown(() => queryStore.close())
  // It submits and looks on, and runs nothing itself.
  const { queries } = openRunning(t, queryStore, { settings: { ...open, parallel: 0 } })
  const startGateway = async () => {
    const { NODE_OPTIONS: _, ...env } = process.env
    const child = fork(script, [store, data, journal, String(lease)], {
      env,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    t.teardown(() => end(child, 'SIGKILL'))
    await once(child, 'message')
    return child
  }
  const lines = () => (existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n') : [])
  return { queryStore, queries, startGateway, lines }
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function until(holds: () => boolean) {
  for (const deadline = Date.now() + 30_000; !holds(); await sleep(20)) {
    if (Date.now() > deadline) throw new Error('what was waited for has not come in 30 s')
  }
}

const places = [
  { name: 'SQLite', store: 'sqlite', skip: false },
  { name: 'MongoDB', store: server?.uri ?? '', skip: server ? false : howToGetOne },
] as const

for (const { name, store, skip } of places) {
  t.test(`${name}: two gateways share the work, and run no query twice`, { skip }, async (t) => {
    // A lease that doesn't run out because this machine is busy.
    const { queryStore, queries, startGateway, lines } = openPlace(t, store, 60_000)
    const gateways = await Promise.all([startGateway(), startGateway()])
    const maps = Array.from({ length: 16 }, (_, n) => `${name}-${n} ${50 + (n % 3) * 50}`)
    const ids: string[] = []
    for (const map of maps) ids.push((await queries.submit(aTicket({ map }))).id)
    for (const [place, id] of ids.entries()) {
      const query = await queryOnce(queries, id)
      t.same(messagesOf(query), ['Job enqueued', 'Job running', 'Job successful'])
      t.equal((await queries.result(query.resultId ?? ''))?.values, JSON.stringify({ [maps[place] ?? '']: 12 }))
    }
    for (const what of ['begins', 'ends']) {
      const done = lines()
        .filter((line) => line.includes(` ${what} `))
        .map((line) => line.split(` ${what} `)[1])
      t.same(done.toSorted(), maps.toSorted(), `each ${what} once`)
    }
    for (const { pid } of gateways)
      t.ok(
        lines().some((line) => line.startsWith(`${pid} `)),
        'each did something',
      )
    const { entries, problems } = await verifyAudit(queryStore.audit)
    t.same([entries, problems], [32, []], 'their audit logs are one')
    for (const gateway of gateways) gateway.disconnect()
    t.same(await Promise.all(gateways.map((gateway) => once(gateway, 'exit'))), [
      [0, null],
      [0, null],
    ])
  })

  t.test(`${name}: a gateway killed in mid-query finishes it after its restart, once`, { skip }, async (t) => {
    const { queryStore, queries, startGateway, lines } = openPlace(t, store)
    const first = await startGateway()
    const map = `${name}-killed 1500`
    const { id } = await queries.submit(aTicket({ map }))
    const waiting = await queries.submit(aTicket({ map: `${name}-next 1` }))
    await until(() => lines().some((line) => line.endsWith(` begins ${map}`)))
    await end(first, 'SIGKILL')
    t.match(await queries.get(id), { status: 'running' })
    await startGateway()
    const query = await queryOnce(queries, id)
    t.same(messagesOf(query), ['Job enqueued', 'Job running', 'Job running', 'Job successful'])
    t.equal(lines().filter((line) => line.endsWith(` ends ${map}`)).length, 1)
    t.match(await queryOnce(queries, waiting.id), { status: 'complete' })
    const results = (await queries.results()).filter(({ queryId }) => queryId === id)
    t.equal(results.length, 1)
    t.same((await verifyAudit(queryStore.audit)).problems, [])
  })

  t.test(`${name}: a gateway that was frozen can't finish what another took over`, { skip }, async (t) => {
    const { queries, startGateway, lines } = openPlace(t, store)
    const frozen = await startGateway()
    const map = `${name}-frozen 700`
    const { id } = await queries.submit(aTicket({ map }))
    await until(() => lines().some((line) => line.endsWith(` begins ${map}`)))
    frozen.kill('SIGSTOP')
    await startGateway()
    const query = await queryOnce(queries, id)
    frozen.kill('SIGCONT')
    await sleep(1_000)
    t.same(await queries.get(id), query, 'its end is not heard')
    t.equal((await queries.results()).filter(({ queryId }) => queryId === id).length, 1)
  })
}
