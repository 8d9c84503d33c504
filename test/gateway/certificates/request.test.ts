import { createPrivateKey, createPublicKey } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { requestedNames } from '../../../gateway/certificates/make-request.ts'
import { Pkcs10CertificateRequest } from '../../../gateway/certificates/x509.ts'
import { run } from '../../run-endpoint.ts'

const request = (data: string, ...words: string[]) => run(['certificates', 'request', '--data', data, ...words])

/** The public key of a private key in PEM, or of a request, as DER. */
const publicKeyOf = (key: string) =>
  createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'der' }).toString('hex')
const requestedKey = (csr: string) => Buffer.from(new Pkcs10CertificateRequest(csr).publicKey.rawData).toString('hex')

t.test('a key is made, for the owner alone, and its request printed', async (t) => {
  const data = t.testdir({})
  const { code, stdout, stderr } = await request(
    data,
    '--name',
    'Clinic-7.example.org',
    '--name',
    '192.0.2.7',
    '--name',
    '2001:db8::7',
  )
  t.equal(code, 0)
  const file = join(data, 'tls', 'gateway.key.next')
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.match(stderr, `the key was made in ${file}`)
  t.strictSame(readdirSync(join(data, 'tls')), ['gateway.key.csr', 'gateway.key.next'])

  const csr = new Pkcs10CertificateRequest(stdout)
  t.ok(await csr.verify())
  t.equal(csr.subject, 'CN=clinic-7.example.org')
  t.strictSame(requestedNames(stdout), ['clinic-7.example.org', '192.0.2.7', '2001:db8::7'])
  t.strictSame(csr.extensions.map(({ type }) => type).toSorted(), ['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.37'])
  const key = readFileSync(file, 'utf8')
  t.match(createPrivateKey(key), { asymmetricKeyType: 'ec', asymmetricKeyDetails: { namedCurve: 'prime256v1' } })
  t.equal(requestedKey(stdout), publicKeyOf(key))
})

t.test('asked again, the waiting key is used again; forced, a new one takes its place', async (t) => {
  const data = t.testdir({})
  const first = await request(data, '--name', 'a.example.org')
  const second = await request(data, '--name', 'b.example.org')
  t.match(second.stderr, /the key waits already/)
  t.equal(requestedKey(second.stdout), requestedKey(first.stdout))
  t.strictSame(requestedNames(second.stdout), ['b.example.org'])
  const third = await request(data, '--name', 'b.example.org', '--force')
  t.not(requestedKey(third.stdout), requestedKey(first.stdout))
  t.equal(statSync(join(data, 'tls', 'gateway.key.next')).mode & 0o777, 0o600)
})

t.test('the key that the gateway uses stays untouched, also when forced', async (t) => {
  const data = t.testdir({ tls: { 'gateway.key': 'in use' } })
  await request(data, '--name', 'a.example.org')
  await request(data, '--name', 'a.example.org', '--force')
  t.equal(readFileSync(join(data, 'tls', 'gateway.key'), 'utf8'), 'in use')
})

t.test('names and places can stand in the site file', async (t) => {
  const folder = t.testdir({})
  const site = join(folder, 'site.yaml')
  writeFileSync(site, 'gateway:\n  names: [clinic-8.example.org]\n')
  const { stdout } = await run(['certificates', 'request', '--site', site])
  t.strictSame(requestedNames(stdout), ['clinic-8.example.org'])
  t.ok(statSync(join(folder, 'tls', 'gateway.key.next')))

  writeFileSync(site, `gateway:\n  names: [clinic-8.example.org]\n  tls-key: ${folder}/elsewhere/server.key\n`)
  const out = join(folder, 'server.csr')
  t.match(await run(['certificates', 'request', '--site', site, '--out', out]), { code: 0, stdout: '' })
  t.equal(
    requestedKey(readFileSync(out, 'utf8')),
    publicKeyOf(readFileSync(`${folder}/elsewhere/server.key.next`, 'utf8')),
  )
})

t.test('a request without a name, or for what is no name, makes nothing', async (t) => {
  const data = t.testdir({})
  t.match(await request(data), { code: 2, stderr: /needs a name\n.*--name HOST/ })
  t.match(await request(data, '--name', 'clinic.example.org:443'), { code: 2, stderr: /neither a host name nor/ })
  t.match(await request(data, '--name', '*.example.org'), { code: 2, stderr: /neither a host name nor/ })
  t.strictSame(readdirSync(data), [])
})

t.test('a waiting key that others may read, or that is none, is told', async (t) => {
  const data = t.testdir({ tls: { 'gateway.key.next': 'nothing' } })
  const file = join(data, 'tls', 'gateway.key.next')
  chmodSync(file, 0o644)
  t.match(await request(data, '--name', 'a.example.org'), {
    code: 1,
    stderr: /others may read the key .*\nrun: chmod 600/,
  })
  chmodSync(file, 0o600)
  t.match(await request(data, '--name', 'a.example.org'), { code: 1, stderr: /holds no private key\n.*--force/ })
})
