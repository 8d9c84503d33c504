import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import type { KeyAndCertificate } from '../../../gateway/certificates/authority.ts'
import { makeLab } from '../../../gateway/certificates/make-lab.ts'
import { run } from '../../run-endpoint.ts'
import { meet } from './handshake.ts'

/** What `endpoint certificates lab` wrote. */
function readLab(folder: string): { ca: string; gateway: KeyAndCertificate; hub: KeyAndCertificate } {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const both = (who: string) => ({ certificate: read(`${who}.pem`), key: read(`${who}.key`) })
  return { ca: read('ca.pem'), gateway: both('gateway'), hub: both('hub') }
}

t.test('a lab is five files, the keys for the owner alone', async (t) => {
  const out = join(t.testdir({}), 'lab')
  const { code, stdout } = await run(['certificates', 'lab', '--out', out])
  t.equal(code, 0)
  const names = ['ca.pem', 'gateway.pem', 'gateway.key', 'hub.pem', 'hub.key']
  t.equal(stdout, names.map((name) => `${join(out, name)}\n`).join(''))
  t.strictSame(readdirSync(out), names.toSorted())
  for (const name of names) t.equal(statSync(join(out, name)).mode & 0o777, name.endsWith('.key') ? 0o600 : 0o644, name)
  t.equal(statSync(out).mode & 0o777, 0o700)

  const { ca, gateway, hub } = readLab(out)
  t.equal(await meet({ trusted: ca, gateway, hub }), 'lab-hub')
})

t.test('hub and gateway of a lab meet under every name of this machine', async (t) => {
  const { ca, gateway, hub } = await makeLab()
  for (const host of ['127.0.0.1', '::1', 'localhost'])
    t.equal(await meet({ trusted: ca, gateway, hub, host }), 'lab-hub', host)
})

t.test('a lab is good for further names, and for no others', async (t) => {
  const { ca, gateway, hub } = await makeLab({ names: ['127.0.0.2'] })
  t.equal(await meet({ trusted: ca, gateway, hub, host: '127.0.0.2' }), 'lab-hub')
  await t.rejects(meet({ trusted: ca, gateway, hub, host: '127.0.0.3' }), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

t.test(
  'a gateway refuses a hub of another lab, one without a certificate, and a gateway that plays the hub',
  async (t) => {
    const [lab, other] = [await makeLab(), await makeLab()]
    const { ca: trusted, gateway } = lab
    await t.rejects(meet({ trusted, gateway, hub: other.hub }), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
    await t.rejects(meet({ trusted, gateway }), { code: 'UNABLE_TO_GET_ISSUER_CERT' })
    await t.rejects(meet({ trusted, gateway, hub: gateway }), { code: 'INVALID_PURPOSE' })
  },
)

t.test('a hub refuses a hub that plays the gateway', async (t) => {
  const { ca: trusted, hub } = await makeLab()
  await t.rejects(meet({ trusted, gateway: hub, hub }), { code: 'INVALID_PURPOSE' })
})

t.test('certificates hold for as many days as wanted, from an hour ago', async (t) => {
  const lab = await makeLab({ days: 2, now: new Date('2050-06-01T12:00:00Z') })
  const { X509Certificate } = await import('node:crypto')
  for (const pem of [lab.ca, lab.gateway.certificate, lab.hub.certificate]) {
    const { validFromDate, validToDate } = new X509Certificate(pem)
    t.equal(validFromDate.toISOString(), '2050-06-01T11:00:00.000Z')
    t.equal(validToDate.toISOString(), '2050-06-03T12:00:00.000Z')
  }
  const past = await makeLab({ days: 2, now: new Date('2020-01-01') })
  await t.rejects(meet({ trusted: past.ca, gateway: past.gateway, hub: past.hub }), { code: 'CERT_HAS_EXPIRED' })
})

t.test("OpenSSL's strict checks pass", async (t) => {
  const openssl = promisify(execFile)
  if (!(await openssl('openssl', ['version']).catch(() => undefined))) {
    const missing = 'there is no openssl on this machine: nothing but Node has looked at the certificates'
    return void (process.env.CI === 'true' ? t.fail(missing) : t.comment(missing))
  }
  const { ca, gateway, hub } = await makeLab()
  const folder = t.testdir({ 'ca.pem': ca, 'gateway.pem': gateway.certificate, 'hub.pem': hub.certificate })
  for (const [name, purpose] of [
    ['gateway', 'sslserver'],
    ['hub', 'sslclient'],
  ]) {
    const file = join(folder, `${name}.pem`)
    const words = ['verify', '-x509_strict', '-CAfile', join(folder, 'ca.pem'), '-purpose', `${purpose}`, file]
    t.equal((await openssl('openssl', words)).stdout, `${file}: OK\n`)
  }
})

t.test('what is there stays, unless forced', async (t) => {
  const out = t.testdir({ 'hub.key': 'precious' })
  const { code, stderr } = await run(['certificates', 'lab', '--out', out])
  t.equal(code, 1)
  t.match(stderr, /hub\.key is there already\n.*--force/)
  t.strictSame(readdirSync(out), ['hub.key'])
  t.equal((await run(['certificates', 'lab', '--out', out, '--force'])).code, 0)
  const { ca, gateway, hub } = readLab(out)
  t.equal(await meet({ trusted: ca, gateway, hub }), 'lab-hub')
  t.equal(statSync(join(out, 'hub.key')).mode & 0o777, 0o600)
})

const mistakes = [
  { says: 'no folder', args: [], stderr: /required option '--out/ },
  { says: 'a URL as name', args: ['--out', 'x', '--name', 'https://a.example'], stderr: /neither a host name nor an/ },
  { says: 'no days', args: ['--out', 'x', '--days', '0'], stderr: /1 to 3650/ },
]

t.test('wrong usage is told and makes nothing', async (t) => {
  const cwd = t.testdir({})
  await Promise.all(
    mistakes.map(async ({ says, args, stderr }) => {
      const outcome = await run(['certificates', 'lab', ...args], { cwd })
      t.equal(outcome.code, 2, says)
      t.match(outcome.stderr, stderr, says)
    }),
  )
  t.strictSame(readdirSync(cwd), [])
})
