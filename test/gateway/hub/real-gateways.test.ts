import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'node:tls'
import t, { type Test } from 'tap'
import { makeAuthority, validFor } from '../../../gateway/certificates/authority.ts'
import { readQuerySettings } from '../../../gateway/query/query-settings.ts'
import { e2eDocument } from '../../fixtures/e2e/document.ts'
import { run } from '../../run-endpoint.ts'
import { openGateway, postDocument } from '../open-gateway.ts'

const authority = await makeAuthority('a test authority', validFor(2))
const names = ['127.0.0.1']
const hub = await authority.issue({ name: 'a-hub', purpose: 'client', validity: validFor(2) })

/** A folder with these files, gone after the test. Keys are private. */
async function folderWith(test: Pick<Test, 'teardown'>, files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'hub-'))
  test.teardown(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 })
  return (name: string) => join(folder, name)
}

/** A real gateway with a patient of each of these administrative genders. */
async function openClinic(
  test: Pick<Test, 'testdir' | 'teardown'>,
  genders: string,
  policy: 'open' | 'clinic' = 'open',
) {
  const { key, certificate } = await authority.issue({
    name: 'gateway',
    purpose: 'server',
    names,
    validity: validFor(2),
  })
  const file = await folderWith(test, {
    'gateway.pem': certificate,
    'gateway.key': key,
    'hub-ca.pem': authority.certificate,
  })
  const files = {
    certificate: file('gateway.pem'),
    key: file('gateway.key'),
    hubCa: file('hub-ca.pem'),
    hubCrl: undefined,
  }
  const clinic = await openGateway(test, {
    data: file('data'),
    https: { address: { host: '127.0.0.1', port: 0 }, files },
    queries: readQuerySettings({}, policy),
  })
  for (const [index, code] of [...genders].entries()) {
    const gender = `<administrativeGenderCode code="${code}" codeSystem="2.16.840.1.113883.5.1"/>`
    await postDocument(clinic.url, e2eDocument({ id: `<id extension="${index + 1}"/>`, gender }))
  }
  return { ...clinic, files }
}

const usual = {
  'map.js': 'function map(patient) { emit(patient.gender(), 1) }',
  'reduce.js': 'function reduce(key, values) { return Array.sum(values) }',
}

/** Runs `endpoint query` with these files; those that are known by name become flags. */
async function query(
  test: Pick<Test, 'teardown'>,
  gateways: { https: string }[],
  texts: Record<string, string> = {},
  more: string[] = [],
) {
  const own = { 'hub.pem': hub.certificate, 'hub.key': hub.key, 'ca.pem': authority.certificate }
  const all = { ...own, ...usual, ...texts }
  const file = await folderWith(test, all)
  const flagOf: Record<string, string> = { 'hub.pem': '--cert', 'hub.key': '--key', 'ca.pem': '--ca' }
  const flags = Object.keys(all).flatMap((name) => [flagOf[name] ?? `--${name.split('.')[0]}`, file(name)])
  const { stdout, ...outcome } = await run([
    'query',
    ...gateways.flatMap(({ https }) => ['--gateway', https]),
    ...flags,
    '--json',
    ...more,
  ])
  return { ...outcome, report: JSON.parse(stdout || 'null') }
}

t.test('several clinics answer a query together', async (t) => {
  const clinics = [await openClinic(t, 'FFM'), await openClinic(t, 'FM'), await openClinic(t, '')]
  const { code, report } = await query(t, clinics)
  t.equal(code, 0)
  t.strictSame(report.aggregate, { F: 3, M: 2 })
  t.strictSame(
    report.gateways.map(({ values }: { values: unknown }) => values),
    [{ F: 2, M: 1 }, { F: 1, M: 1 }, {}],
  )
})

t.test('filter and functions reach the clinics', async (t) => {
  const clinics = [await openClinic(t, 'FFM'), await openClinic(t, 'FM')]
  const { code, report } = await query(t, clinics, {
    'map.js': 'function map(patient) { emit(titled(patient.gender()), 1) }',
    'functions.js': 'function titled(sex) { return "sex: " + sex }',
    'filter.json': '{"gender": "F"}',
  })
  t.equal(code, 0)
  t.strictSame(report.aggregate, { 'sex: F': 3 })
})

t.test('a query that fails is told with its place, and no record', async (t) => {
  const { code, stderr } = await query(t, [await openClinic(t, 'F')], {
    'map.js': 'function map(patient) {\n  nothing.more\n}',
  })
  t.equal(code, 1)
  t.match(stderr, /could not run the query: map, line 2.*ReferenceError/)
})

t.test('a query that the clinic has not approved is waited for only so long', async (t) => {
  const { code, stderr } = await query(t, [await openClinic(t, 'F', 'clinic')], {}, ['--timeout', '1'])
  t.equal(code, 1)
  t.match(stderr, /has not answered within 1 s\n.*approve/)
})

t.test('a running gateway takes up a certificate that is installed', async (t) => {
  const clinic = await openClinic(t, '')
  const { certificate, key, hubCa } = clinic.files
  const places = ['--tls-cert', certificate, '--tls-key', key, '--hub-ca', hubCa]
  const before = await shownBy(clinic.https)
  const { stdout: request } = await run(['certificates', 'request', ...places, '--name', '127.0.0.1'])
  t.equal(await shownBy(clinic.https), before)
  const signed = await authority.sign(request, { name: 'renewed', purpose: 'server', names, validity: validFor(2) })
  const file = await folderWith(t, { 'signed.pem': signed })
  t.match(await run(['certificates', 'install', file('signed.pem'), ...places]), { code: 0 })
  while ((await shownBy(clinic.https)) === before) await sleep(100)
  t.equal(await shownBy(clinic.https), new X509Certificate(signed).fingerprint256)
  t.match(await query(t, [clinic]), { code: 0 })
})

/** The fingerprint of the certificate that a gateway shows. */
async function shownBy(url: string): Promise<string> {
  const { port } = new URL(url)
  const socket = connect({
    host: '127.0.0.1',
    port: Number(port),
    ca: authority.certificate,
    cert: hub.certificate,
    key: hub.key,
  })
  await once(socket, 'secureConnect')
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.destroy()
  return fingerprint256
}
