import { X509Certificate } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeAuthority, validFor } from '../../../gateway/certificates/authority.ts'
import { judgeCertificate } from '../../../gateway/certificates/judge-certificate.ts'
import { makeLab } from '../../../gateway/certificates/make-lab.ts'
import { run } from '../../run-endpoint.ts'

const show = (...words: string[]) => run(['certificates', 'show', ...words])

t.test('a certificate is told in plain words, or as JSON', async (t) => {
  const { ca, gateway } = await makeLab({ days: 100 })
  const folder = t.testdir({ 'both.pem': gateway.certificate + ca })
  const file = join(folder, 'both.pem')
  const { code, stdout } = await show(file)
  t.equal(code, 0)
  t.match(stdout, /subject +CN=lab-gateway\n +issuer +CN=SCOOP lab \w+\n +names +localhost, 127.0.0.1, ::1\n/)
  t.match(
    stdout,
    /valid +\d{4}-\S+Z to \d{4}-\S+Z, 99 days left\n +SHA-256 +([0-9A-F]{2}:){31}[0-9A-F]{2}\n +verdict +ok:/,
  )
  const { certificates } = JSON.parse((await show(file, '--json')).stdout)
  t.match(certificates, [
    {
      subject: 'CN=lab-gateway',
      names: ['localhost', '127.0.0.1', '::1'],
      daysLeft: 99,
      validTo: /Z$/,
      fingerprint: new X509Certificate(gateway.certificate).fingerprint256,
      verdict: 'ok',
    },
    { subject: /CN=SCOOP lab/, names: [] },
  ])
})

t.test("without a file, the gateway's is shown, and whether its key belongs to it", async (t) => {
  const [lab, other] = [await makeLab(), await makeLab()]
  const data = t.testdir({ tls: { 'gateway.pem': lab.gateway.certificate, 'gateway.key': lab.gateway.key } })
  const key = join(data, 'tls', 'gateway.key')
  chmodSync(key, 0o600)
  t.match(await show('--data', data), { code: 0, stdout: /verdict +ok/ })
  writeFileSync(key, other.gateway.key)
  t.match(await show('--data', data), {
    code: 1,
    stdout: /verdict +critical: the private key belongs to another certificate/,
    stderr: /endpoint certificates install/,
  })
})

t.test('an expired one is told with its date and the present time, with exit code 1', async (t) => {
  const { gateway } = await makeLab({ days: 2, now: new Date('2020-01-01') })
  const { code, stdout, stderr } = await show(join(t.testdir({ 'old.pem': gateway.certificate }), 'old.pem'), '--json')
  t.equal(code, 1)
  t.match(JSON.parse(stdout).certificates, [{ verdict: 'critical', advice: /clock is wrong/ }])
  t.match(stderr, new RegExp(`expired on 2020-01-03T00:00:00Z; this machine's clock says ${new Date().getFullYear()}-`))
})

const now = new Date('2030-01-01')
const judged = [
  { says: 'months are fine', days: 31, verdict: 'ok' },
  { says: 'a month is fine', days: 30, verdict: 'ok' },
  { says: 'less than a month is not', days: 29, verdict: 'warning' },
  { says: 'the last day is not', days: 0.5, verdict: 'warning' },
  { says: 'after that it is over', days: -1, verdict: 'critical' },
]
for (const { says, days, verdict } of judged) {
  t.test(says, async (t) => {
    const to = new Date(now.getTime() + days * 24 * 3600_000)
    const { certificate } = await makeAuthority('an authority', { from: new Date('2029-01-01'), to })
    t.match(judgeCertificate(new X509Certificate(certificate), now), { verdict, daysLeft: Math.floor(days) })
  })
}

t.test('what a stranger wrote into a name cannot command the terminal', async (t) => {
  const { certificate } = await makeAuthority('evil\x1b[2J\nname', validFor(60))
  const { stdout } = await show(join(t.testdir({ 'evil.pem': certificate }), 'evil.pem'))
  t.notMatch(stdout, '\x1b')
  t.match(stdout, /subject +CN=evil/)
})

t.test('no certificate to show is told with its path', async (t) => {
  t.match(await show('--data', t.testdir({})), { code: 1, stderr: /ENOENT.*tls\/gateway.pem/ })
})
