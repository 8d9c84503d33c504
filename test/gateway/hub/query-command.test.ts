import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { type Lab, makeLab } from '../../../gateway/certificates/make-lab.ts'
import { run } from '../../run-endpoint.ts'
import { openScriptedGateway, type Script } from './scripted-gateway.ts'

const lab = await makeLab()

/** The files of a hub and of a query, and the flags that name them. */
function hubFiles(test: Pick<Test, 'testdir'>, { ca, hub }: Pick<Lab, 'ca' | 'hub'> = lab) {
  const folder = test.testdir({
    'ca.pem': ca,
    'hub.pem': hub.certificate,
    'hub.key': hub.key,
    'map.js': 'function map(patient) { emit(patient.gender(), 1) }',
    'reduce.js': 'function reduce(key, values) { return Array.sum(values) }',
  })
  const file = (name: string) => join(folder, name)
  chmodSync(file('hub.key'), 0o600)
  const credentials = ['--cert', file('hub.pem'), '--key', file('hub.key'), '--ca', file('ca.pem')]
  return { file, flags: [...credentials, '--map', file('map.js'), '--reduce', file('reduce.js')] }
}

const openGateways = (test: Pick<Test, 'teardown'>, ...scripts: Script[]) =>
  Promise.all(scripts.map((script) => openScriptedGateway(test, lab, script)))

const naming = (gateways: readonly { url: string }[]) => gateways.flatMap(({ url }) => ['--gateway', url])

t.test('the answers of several gateways are put together', async (t) => {
  const gateways = await openGateways(t, { result: { F: 3, M: 2 } }, { result: { F: 39, 'not told': 1 } })
  const { flags } = hubFiles(t)
  const { code, stdout, stderr } = await run(['query', ...naming(gateways), ...flags])
  t.equal(code, 0)
  t.equal(stderr, '')
  const [first, second] = gateways
  const rows = stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2).join('|'))
  t.strictSame(rows, [
    'gateway|status',
    `${first?.url}|complete`,
    `${second?.url}|complete`,
    '',
    'name|value',
    'F|42',
    'M|2',
    'not told|1',
    '',
  ])
  t.notMatch(stdout, /[█\x1b]/, 'bars and colours are for terminals')
})

t.test('everything can be had as JSON, printed or in a file', async (t) => {
  const gateways = await openGateways(t, { result: { F: 3 } }, { result: { F: 39 } })
  const { flags, file } = hubFiles(t)
  const { stdout } = await run(['query', ...naming(gateways), ...flags, '--json', '--out', file('all.json')])
  t.match(JSON.parse(stdout), {
    gateways: [
      { gateway: gateways[0]?.url, status: 'complete', milliseconds: Number, values: { F: 3 } },
      { gateway: gateways[1]?.url, status: 'complete', values: { F: 39 } },
    ],
    aggregate: { F: 42 },
  })
  t.equal(readFileSync(file('all.json'), 'utf8'), stdout)
  t.equal(statSync(file('all.json')).mode & 0o777, 0o600)
})

t.test('texts go out as they stand in their files', async (t) => {
  const [gateway] = await openGateways(t, {})
  const { flags, file } = hubFiles(t)
  writeFileSync(file('filter.json'), '{"gender": "F"}')
  writeFileSync(file('functions.js'), 'var library = 1\r\n')
  const more = ['--filter', file('filter.json'), '--functions', file('functions.js')]
  t.match(await run(['query', '--gateway', gateway?.url ?? '', ...flags, ...more]), { code: 0, stdout: /no values/ })
  t.match(
    gateway?.seen[0]?.body,
    /"filter".*\r\n\r\n\{"gender": "F"\}\r\n.*"functions".*\r\n\r\nvar library = 1\r\n\r\n--/s,
  )
})

t.test('one that is down and one that fails lose nothing of the others, and are named at the end', async (t) => {
  const gateways = await openGateways(
    t,
    { result: { F: 3 } },
    { looks: [{ status: 'failed', error_message: 'map line 1: patient.gendre is not a function' }] },
    {},
    { result: { F: 4 } },
  )
  const [, failing, down] = gateways
  down?.server.close()
  const { flags } = hubFiles(t)
  const { code, stdout, stderr } = await run(['query', ...naming(gateways), ...flags])
  t.equal(code, 1)
  t.match(stdout, /\nF +7\n/)
  t.match(stderr, '2 of 4 gateways gave no result:\n')
  t.match(stderr, `${failing?.url} could not run the query: map line 1: patient.gendre is not a function\n`)
  t.match(stderr, `${down?.url} does not listen\n`)
  t.match(stderr, /\ncorrect the query\nsee that it runs/)
  const json = await run(['query', ...naming(gateways), ...flags, '--json'])
  t.match(JSON.parse(json.stdout), {
    gateways: [
      { status: 'complete' },
      { status: 'failed', reason: /gendre/ },
      { status: 'failed', advice: /runs/ },
      {},
    ],
    aggregate: { F: 7 },
  })
})

t.test('who takes too long is not waited for, and told to stop', async (t) => {
  const gateways = await openGateways(t, { result: { F: 3 } }, { looks: [{ status: 'queued' }] })
  const { flags } = hubFiles(t)
  const { code, stdout, stderr } = await run(['query', ...naming(gateways), ...flags, '--timeout', '2'])
  t.equal(code, 1)
  t.match(stdout, /\nF +3\n/)
  t.match(stderr, `${gateways[1]?.url} has not answered within 2 s\nwait longer with --timeout`)
  t.equal(gateways[1]?.seen.at(-1)?.method, 'DELETE')
})

t.test('Ctrl-C shows what is there and ends the query at the gateways', async (t) => {
  const [quick, slow] = await openGateways(t, { result: { F: 3 } }, { looks: [{ status: 'running' }] })
  const { flags } = hubFiles(t)
  const { NODE_OPTIONS: _, ...env } = process.env
  const endpoint = fileURLToPath(new URL('../../../endpoint.ts', import.meta.url))
  const urls = naming([quick, slow].flatMap((gateway) => gateway ?? []))
  const child = spawn(process.execPath, [endpoint, 'query', ...urls, ...flags], { env })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  while (!quick?.seen.some(({ url }) => url.startsWith('/results')) || (slow?.seen.length ?? 0) < 2) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  const [stdout, stderr] = await output
  t.equal(code, 1)
  t.match(stdout, /\nF +3\n/)
  t.match(stderr, `${slow?.url} was not waited for: interrupted`)
  t.equal(slow?.seen.at(-1)?.method, 'DELETE')
})

t.test("a reduce that can't put results together loses nothing of them", async (t) => {
  const gateways = await openGateways(t, { result: { F: 3 } }, { result: { F: 4 } })
  const { flags, file } = hubFiles(t)
  writeFileSync(file('reduce.js'), 'function reduce(key, values) { return values[0].deep.er }')
  const table = await run(['query', ...naming(gateways), ...flags])
  t.match(table, { code: 1, stdout: /complete.*\n.*complete.*\n$/, stderr: /own reduce failed.*TypeError\n.*--json/ })
  const { code, stdout } = await run(['query', ...naming(gateways), ...flags, '--json'])
  t.equal(code, 1)
  t.match(JSON.parse(stdout), { gateways: [{ values: { F: 3 } }, { values: { F: 4 } }], aggregate: null })
})

t.test('a certificate that no gateway would take is told before any is asked', async (t) => {
  const past = await makeLab({ days: 1, now: new Date('2020-01-01') })
  const other = await makeLab()
  const [gateway] = await openGateways(t, {})
  const ask = ({ flags }: ReturnType<typeof hubFiles>) => run(['query', '--gateway', gateway?.url ?? '', ...flags])
  t.match(await ask(hubFiles(t, past)), {
    code: 1,
    stderr: /CN=lab-hub expired on 2020-01-02T00:00:00Z; this machine's/,
  })
  const mixed = { ca: lab.ca, hub: { ...lab.hub, key: other.hub.key } }
  t.match(await ask(hubFiles(t, mixed)), { code: 1, stderr: /hub.key is not the key of .*hub.pem/ })
  const open = hubFiles(t)
  chmodSync(open.file('hub.key'), 0o644)
  t.match(await ask(open), { code: 1, stderr: /others may read the key/ })
  t.strictSame(gateway?.seen, [])
})

const mistakes = [
  { says: 'no gateway', gateway: [], stderr: /required option '--gateway/ },
  { says: 'no TLS', gateway: ['--gateway', 'http://127.0.0.1:3001'], stderr: /no address of a gateway\nwrite https/ },
  { says: 'a path', gateway: ['--gateway', 'https://127.0.0.1/queries'], stderr: /no address of a gateway/ },
  { says: 'no time', gateway: ['--gateway', 'https://127.0.0.1:1', '--timeout', '0'], stderr: /from 1 to 86400/ },
]

t.test('wrong usage is told', async (t) => {
  const { flags, file } = hubFiles(t)
  for (const { says, gateway, stderr } of mistakes)
    t.match(await run(['query', ...gateway, ...flags]), { code: 2, stderr }, says)
  writeFileSync(file('map.js'), ' \n')
  const blank = await run(['query', '--gateway', 'https://127.0.0.1:1', ...flags])
  t.match(blank, { code: 2, stderr: /map.js is blank/ })
})
