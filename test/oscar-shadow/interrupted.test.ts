import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openStore } from '../../gateway/store/open-store.ts'
import { between, seededRandom } from '../../oscar-shadow/synthetic-clinic/random.ts'
import { startGateway } from '../gateway/running-gateway.ts'
import { howToGetMariadb } from '../mariadb-server.ts'
import { type BreakableLink, openBreakableLink } from './breakable-link.ts'
import { startClinicServer } from './source/clinic-server.ts'

const seed = Number(process.env.INTERRUPT_SEED ?? randomInt(2 ** 31))
t.comment(`INTERRUPT_SEED=${seed}`)
const random = seededRandom(seed)

const folder = t.testdir({})
const found = await startClinicServer(folder)
if (!found) {
  t.plan(0, howToGetMariadb)
  process.exit()
}
const server = found
t.teardown(() => server.remove())
await server.load('oscar', { patients: 60, seed: 7 })
const account = await server.account('shadow', 'SELECT ON oscar.*')
const toDatabase = await openBreakableLink(() => server.port)
t.teardown(() => toDatabase[Symbol.asyncDispose]())

const endpoint = fileURLToPath(new URL('../../endpoint.ts', import.meta.url))

/** An export by a shadow of its own, over the link to the database and another one to the gateway. */
function startShadow(state: string, toGateway: BreakableLink) {
  const source = `mysql://shadow@127.0.0.1:${toDatabase.port}/oscar`
  const places = ['--source', source, '--to', `http://127.0.0.1:${toGateway.port}`, '--state', state]
  const args = ['export', ...places, '--password-file', `${account.options.passwordFile}`, '--json']
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [endpoint, ...args], { env })
  t.teardown(() => void child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  return {
    kill: () => child.kill('SIGKILL'),
    async end() {
      const [[code], [stdout, stderr]] = await Promise.all([exited, output])
      return { code, stdout, stderr }
    },
  }
}

/** All records by id, without the time at which the shadow wrote the document. */
async function recordsIn(data: string): Promise<Map<string, string>> {
  const store = openStore({ store: 'sqlite', data })
  const records = new Map<string, string>()
  try {
    for await (const json of store.scan()) {
      records.set(JSON.parse(json)._id, json.replace(/"effective_time":\d+/, ''))
    }
    return records
  } finally {
    await store.close()
  }
}

type Victim = 'shadow' | 'gateway' | 'database' | 'connection'
type Interruption = { victim: Victim; on: 'database' | 'gateway'; share: number }

/** Exports into a gateway of its own, through an interruption if there is one, until an export is through. */
async function exportThrough(interruption?: Interruption) {
  const data = mkdtempSync(join(folder, 'data-'))
  const state = mkdtempSync(join(folder, 'state-'))
  await using gateways = new AsyncDisposableStack()
  const start = async () => gateways.use(await startGateway({ dataFolder: data }))
  let gateway = await start()
  await using toGateway = await openBreakableLink(() => Number(new URL(gateway.url).port))
  const before = toDatabase.passed()
  const shadow = startShadow(state, toGateway)

  const strike = {
    shadow: () => shadow.kill() && shadow.end(),
    async gateway() {
      await gateway.kill9()
      gateway = await start()
    },
    database: () => server.stop('SIGKILL').then(() => server.start()),
    connection() {},
  } satisfies Record<Victim, () => unknown>
  let struck = false
  if (interruption) {
    const { victim, on, share } = interruption
    const link = on === 'database' ? toDatabase : toGateway
    const striking = link.breakAfter(Math.floor(share * whole[on]), strike[victim]).then(() => {
      struck = true
    })
    await (victim === 'shadow' ? striking : Promise.race([striking, shadow.end()]))
  }
  let end = await shadow.end()
  const first = end.code
  if (first !== 0) end = await startShadow(state, toGateway).end()
  const bytes = { database: toDatabase.passed() - before, gateway: toGateway.passed() }
  await gateway.stop()
  return { struck, first, end, bytes, records: await recordsIn(data), left: readdirSync(state).sort() }
}

const whole = { database: 0, gateway: 0 }
const reference = await exportThrough()
Object.assign(whole, reference.bytes)

t.test('without interruption all patients become records', async (t) => {
  t.equal(reference.first, 0, reference.end.stderr)
  t.equal(reference.records.size, JSON.parse(reference.end.stdout).pending)
  t.ok(reference.records.size > 40)
})

const interruptions: [victim: Victim, on: Interruption['on']][] = [
  ['shadow', 'database'],
  ['shadow', 'gateway'],
  ['connection', 'database'],
  ['connection', 'gateway'],
  ['database', 'database'],
  ['gateway', 'gateway'],
]
for (const [victim, on] of [...interruptions, ...interruptions]) {
  const share = between(random, 20, 950) / 1000
  const place = `after ${(100 * share).toFixed(1)} % of what passes between shadow and ${on}`
  t.test(`the ${victim} goes ${place}: exactly the right records in the end`, async (t) => {
    const { struck, first, end, records, left } = await exportThrough({ victim, on, share })
    t.ok(struck, 'before the export was through')
    t.equal(end.code, 0, end.stderr)
    if (victim === 'shadow') t.equal(first, null, 'the first export was killed')
    t.match(JSON.parse(end.stdout), { outcome: 'done', failed: 0, resumed: first !== 0, processed: records.size })
    t.strictSame([...records.keys()].sort(), [...reference.records.keys()].sort(), 'the right set')
    t.strictSame(
      [...records].filter(([id, record]) => reference.records.get(id) !== record).map(([id]) => id),
      [],
      'with the right content',
    )
    t.strictSame(left, reference.left, 'no stage or draft is left')
  })
}
