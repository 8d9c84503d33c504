import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { type ClinicOptions, writeClinicDump } from '../../oscar-shadow/synthetic-clinic/index.ts'
import { openGateway } from '../gateway/open-gateway.ts'
import { run } from '../run-endpoint.ts'

const folder = mkdtempSync(join(tmpdir(), 'scoop-export-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

async function dumpOf(name: string, options: Partial<ClinicOptions>): Promise<string> {
  const file = join(folder, name)
  await writeClinicDump(file, options)
  return file
}

const clinic = { patients: 60, seed: 3 }
const dump = await dumpOf('clinic.sql.gz', clinic)
let states = 0
const newState = () => join(folder, `state-${states++}`)
const exportWith = (state: string, to: string, ...more: string[]) =>
  run(['export', '--source', dump, '--to', to, '--state', state, '--json', ...more])
const stateOf = (state: string) => JSON.parse(readFileSync(join(state, 'last-export.json'), 'utf8'))
const reportOf = (state: string) => JSON.parse(readFileSync(join(state, 'report.json'), 'utf8'))

/** A gateway that does what the real one does only now and then. Answers with `status`; undefined leaves it open. */
async function stranger(t: Test, statusOf: (patient: number) => number | undefined | Promise<number | undefined>) {
  const received: number[] = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const patient = Number(/filename="output_(\d+)\.xml"/.exec(await text(request))?.[1])
    received.push(patient)
    const status = await statusOf(patient)
    if (status !== undefined) response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

t.test('all active patients of a dump become records; a second export of what changed finds nothing', async (t) => {
  const { url, data } = await openGateway(t)
  const state = newState()
  const first = await exportWith(state, url)
  t.equal(first.code, 0, first.stderr)
  const summary = JSON.parse(first.stdout)
  t.match(summary, { outcome: 'done', failed: 0, skipped: 0, left: 0, report: null, resumed: false })
  t.equal((await run(['records', 'count', '--data', data])).stdout, `${summary.processed}\n`)
  t.match(first.stderr, new RegExp(`^\\S+Z ${summary.processed} records pending$`, 'm'))
  t.match(first.stderr, new RegExp(`^\\S+Z ${summary.processed} records processed$`, 'm'))
  t.match(stateOf(state), { outcome: 'done', processed: summary.processed, failed: 0 })

  const again = JSON.parse((await exportWith(state, url, '--since', 'last')).stdout)
  t.match(again, { outcome: 'done', processed: 0, skipped: summary.processed })
  const today = JSON.parse((await exportWith(state, url, '--since', '2014-06-01')).stdout)
  t.ok(today.processed > 0 && today.processed < summary.processed, 'some patients changed in June')
})

t.test('neither messages nor files but the documents name anybody', async (t) => {
  const { url } = await stranger(t, (patient) => (patient % 3 ? 201 : 400))
  const state = newState()
  const { stdout, stderr } = await exportWith(state, url)
  t.notMatch(stdout + stderr, /Testpatient|Invented|Nobody|output_|9999\d/)
  for (const name of readdirSync(state)) {
    t.equal(statSync(join(state, name)).mode & 0o077, 0, name)
    t.notMatch(readFileSync(join(state, name), 'latin1'), /Testpatient|Nobody|9999\d{6}/, name)
  }
  t.notOk(
    readdirSync(state).some((name) => name.startsWith('stage')),
    'no stage is left',
  )
})

t.test('a patient that fails is told in the report, the others go on, and the next export tries again', async (t) => {
  const failing: number[] = []
  let refusing = true
  const { url, received } = await stranger(t, (patient) => {
    if (refusing && failing.length < 2) failing.push(patient)
    return refusing && failing.includes(patient) ? 422 : 201
  })
  const state = newState()
  const first = await exportWith(state, url)
  t.equal(first.code, 1)
  t.match(first.stderr, /Z 2 records failed$/m)
  t.match(first.stderr, /2 of \d+ patients could not be exported\n.*report\.json/)
  t.match(JSON.parse(first.stdout), { outcome: 'incomplete', failed: 2 })
  t.strictSame(
    new Set(reportOf(state).failures),
    new Set(failing.map((patient) => ({ patient, reason: 'answered 422' }))),
  )
  t.match(stateOf(state), { outcome: 'incomplete', failed: 2 })

  refusing = false
  received.length = 0
  const second = await exportWith(state, url, '--since', 'last')
  t.equal(second.code, 0)
  t.strictSame(new Set(received), new Set(failing))
  t.throws(() => reportOf(state), { code: 'ENOENT' })
})

t.test('patients who left are reported once', async (t) => {
  const smaller = await dumpOf('smaller.sql', { ...clinic, patients: 50 })
  const { url } = await stranger(t, () => 201)
  const state = newState()
  await exportWith(state, url)
  const { stdout } = await run(['export', '--source', smaller, '--to', url, '--state', state, '--json'])
  const { left } = JSON.parse(stdout)
  t.ok(left > 0)
  t.equal(reportOf(state).left.length, left)
  const again = await run(['export', '--source', smaller, '--to', url, '--state', state, '--json'])
  t.equal(JSON.parse(again.stdout).left, 0)
})

/** An export in a process that the test can look at and stop. */
function startExport(state: string, to: string) {
  const { NODE_OPTIONS: _, ...env } = process.env
  const endpoint = fileURLToPath(new URL('../../endpoint.ts', import.meta.url))
  const child = spawn(process.execPath, [endpoint, 'export', '--source', dump, '--to', to, '--state', state], { env })
  const stderr = text(child.stderr)
  const ended = once(child, 'exit')
  t.teardown(() => void child.kill('SIGKILL'))
  return { child, ended, stderr, pid: child.pid ?? 0 }
}

for (const [signal, code] of [
  ['SIGINT', 1],
  ['SIGKILL', null],
] as const) {
  t.test(`an export that ${signal} ended goes on where it stopped`, async (t) => {
    const some = Promise.withResolvers<void>()
    let open = false
    const { url, received } = await stranger(t, () => {
      if (received.length > 20) some.resolve()
      return open || received.length <= 20 ? 201 : undefined
    })
    const state = newState()
    const { child, ended, stderr } = startExport(state, url)
    await some.promise
    child.kill(signal)
    t.equal((await ended)[0], code)
    if (signal === 'SIGINT') {
      t.match(await stderr, /E2E export job aborted\n.*\nrun it again: it goes on where it stopped/)
      t.match(stateOf(state), { outcome: 'aborted', reason: 'the export was interrupted', lastComplete: null })
    }
    open = true
    const first = received.splice(0)
    const { stdout } = await exportWith(state, url)
    const summary = JSON.parse(stdout)
    t.match(summary, { outcome: 'done', resumed: true, processed: summary.pending })
    t.equal(new Set([...first, ...received]).size, summary.pending)
    t.ok(received.length < summary.pending, 'not all over again')
    t.notOk(readdirSync(state).includes('stage'), 'nothing of the clinic is left')
  })
}

t.test('an export listens nowhere', async (t) => {
  const asked = Promise.withResolvers<void>()
  const { url } = await stranger(t, () => void asked.resolve())
  const { child, ended, pid } = startExport(newState(), url)
  await asked.promise
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  const connected = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) => {
    const lines = readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8').trim().split('\n').slice(1)
    return lines.map((line) => line.trim().split(/\s+/)).filter((fields) => open.includes(`socket:[${fields[9]}]`))
  })
  t.ok(connected.length > 0, 'its connection to the gateway is seen')
  t.strictSame(
    connected.filter(([, , remote]) => /^0+:0000$/.test(remote ?? '')),
    [],
    'no socket without a far end',
  )
  child.kill('SIGKILL')
  await ended
})

t.test('two exports at once are one too many', async (t) => {
  const asked = Promise.withResolvers<void>()
  const { url } = await stranger(t, () => void asked.resolve())
  const state = newState()
  const { child, ended } = startExport(state, url)
  await asked.promise
  const before = stateOf(state)
  const second = await exportWith(state, url)
  t.equal(second.code, 1)
  t.match(second.stderr, /another export is under way/)
  t.strictSame(stateOf(state), before, 'and the second one leaves the state of the first alone')
  child.kill('SIGKILL')
  await ended
})

t.test('a timer exports each backup once, when it is announced', async (t) => {
  const { url } = await stranger(t, () => 201)
  const state = newState()
  const site = join(folder, 'site.yaml')
  writeFileSync(
    site,
    `export:\n  to: ${url}\n  state: ${state}\n  backup-done: { notified: true }\noscar:\n  source: ${dump}\n`,
  )
  const tick = async () => JSON.parse((await run(['export', '--when-backup-done', '--site', site, '--json'])).stdout)
  t.match(await tick(), { outcome: 'waiting', why: 'no backup has been announced yet' })
  t.equal((await run(['export', 'notify', '--site', site])).code, 0)
  t.match(await tick(), { outcome: 'done', backup: /^announced / })
  t.match(await tick(), { outcome: 'waiting', why: 'the last backup has been exported' })
  t.match(stateOf(state), { backup: /^announced /, backupSeen: String })
  await run(['export', 'notify', '--site', site])
  t.match(await tick(), { outcome: 'done' })
})

const mistakes: { says: string; args: string[]; code: number; stderr: RegExp }[] = [
  { says: 'no source', args: [], code: 2, stderr: /nothing says where the OSCAR database is\n.*--source/ },
  { says: 'no such dump', args: ['--source', '/no/dump.sql'], code: 2, stderr: /\/no\/dump\.sql/ },
  { says: 'no day', args: ['--source', 'x.sql', '--since', 'yesterday'], code: 2, stderr: /--since last/ },
  {
    says: 'no way to know of the backup',
    args: ['--source', 'x.sql', '--when-backup-done'],
    code: 2,
    stderr: /export\.backup-done/,
  },
]
for (const { says, args, code, stderr } of mistakes) {
  t.test(`${says} is told in plain words`, async (t) => {
    const outcome = await run(['export', ...args, '--state', newState(), '--to', join(folder, 'out')])
    t.equal(outcome.code, code)
    t.match(outcome.stderr, stderr)
    t.notMatch(outcome.stderr, /\n +at /)
  })
}

t.test('a state folder that can not be is told in plain words', async (t) => {
  const { code, stderr } = await run(['export', '--source', dump, '--to', join(folder, 'out'), '--state', dump])
  t.equal(code, 1)
  t.match(stderr, /can't keep its state in \S+: there is a file in its place \(EEXIST\)\n.*--state/)
})
