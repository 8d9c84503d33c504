// The sandbox processes as the operating system sees them.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { numbered, openQuerying } from '../querying.ts'

const endless = 'function map() { for (;;); }'

/** Ids of the processes that a process has started. */
function childrenOf(pid: number | undefined): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

async function until<Result>(look: () => Result | undefined | false): Promise<Result> {
  for (;;) {
    const found = look()
    if (found) return found
    await sleep(20)
  }
}

const isRunning = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** The sandbox processes of this test once they run a query. */
const sandboxes = (count: number) =>
  until(() => {
    const found = childrenOf(process.pid).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('endpoint query'),
    )
    return found.length >= count && found
  })

t.test('a query has a process a core, with nothing but its pipes', async (t) => {
  const { run } = await openQuerying(t, numbered(3), { processes: 2 })
  const stop = new AbortController()
  const running = run({ map: endless }, {}, stop.signal)
  const pids = await sandboxes(2)
  t.equal(pids.length, 2)
  for (const pid of pids) {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean)
    t.strictSame(
      environment.map((line) => line.split('=')[0]),
      ['TZ'],
    )
    const handles = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`))
    t.strictSame(
      handles.filter((path) => path.startsWith('/') && path !== '/dev/null'),
      [],
    )
    const limits = readFileSync(`/proc/${pid}/limits`, 'utf8')
    t.match(limits, /Max core file size\s+0 /)
    t.match(limits, /Max cpu time\s+150 /)
  }
  stop.abort(new Error('enough'))
  await t.rejects(running, { message: 'enough' })
  await until(() => !pids.some(isRunning))
})

t.test('no process is left when a query is over', async (t) => {
  const { run } = await openQuerying(t, numbered(3), { processes: 2 })
  const before = childrenOf(process.pid).length
  await run({ map: 'function map() { emit(1, 1) }' })
  await t.rejects(run({ map: 'function map() { null.x }' }))
  await until(() => childrenOf(process.pid).length <= before)
})

t.test('what a gateway leaves behind when it is killed ends by itself', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'scoop-orphans-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const gateway = spawn(process.execPath, [new URL('./lone-engine.ts', import.meta.url).pathname, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => gateway.kill('SIGKILL'))
  await once(gateway.stdout, 'data')
  const pids = await until(() => {
    const found = childrenOf(gateway.pid).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('endpoint query'),
    )
    return found.length >= 2 && found
  })
  gateway.kill('SIGKILL')
  await until(() => !pids.some(isRunning))
})
