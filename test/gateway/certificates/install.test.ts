import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Authority, makeAuthority, validFor } from '../../../gateway/certificates/authority.ts'
import type { Wanted } from '../../../gateway/certificates/sign-certificate.ts'
import { run } from '../../run-endpoint.ts'
import { meet } from './handshake.ts'

const authority = await makeAuthority('a test authority', validFor(1000))
const name = 'clinic-7.example.org'
const wanted: Wanted = { name, purpose: 'server', names: [name, '127.0.0.1'], validity: validFor(365) }

/** An endpoint that has made a request, in a folder that also holds what the authority sends. */
async function openEndpoint(test: Pick<Test, 'testdir'>, names = [name, '127.0.0.1']) {
  const folder = test.testdir({ 'authority.pem': authority.certificate })
  const data = join(folder, 'data')
  const asked = names.flatMap((name) => ['--name', name])
  const { stdout: request } = await run(['certificates', 'request', '--data', data, ...asked])
  return {
    request,
    tls: join(data, 'tls'),
    /** Installs a certificate that came as these files. */
    async install(certificate: string | Uint8Array, { chain = authority.certificate, more = [] as string[] } = {}) {
      const [file, above] = [join(folder, 'signed.pem'), join(folder, 'chain.pem')]
      writeFileSync(file, certificate)
      writeFileSync(above, chain)
      const given = chain === '' ? [] : ['--chain', above]
      return run(['certificates', 'install', file, '--data', data, ...given, ...more])
    },
    installed: () => ({
      certificate: readFileSync(join(data, 'tls', 'gateway.pem'), 'utf8'),
      key: readFileSync(join(data, 'tls', 'gateway.key'), 'utf8'),
    }),
  }
}

const hubOf = (authority: Authority) => authority.issue({ name: 'hub', purpose: 'client', validity: validFor(1) })

t.test('a signed certificate is put in place with its key, and a hub accepts it', async (t) => {
  const { request, install, installed, tls } = await openEndpoint(t)
  const { code, stdout, stderr } = await install(await authority.sign(request, wanted))
  t.equal(code, 0, stderr)
  t.match(stdout, /gateway.pem\n {2}subject +CN=clinic-7.example.org\n/)
  t.match(stderr, /a running gateway takes it up by itself/)
  t.strictSame(readdirSync(tls), ['gateway.key', 'gateway.key.csr', 'gateway.pem'])
  t.equal(statSync(join(tls, 'gateway.key')).mode & 0o777, 0o600)
  t.equal(statSync(join(tls, 'gateway.pem')).mode & 0o777, 0o644)
  const gateway = installed()
  t.equal(await meet({ trusted: authority.certificate, gateway, hub: await hubOf(authority) }), 'hub')
})

t.test('the authorities between are shown to the hub, the last one is not', async (t) => {
  const { request, install, installed } = await openEndpoint(t)
  const between = await authority.subordinate('between', validFor(700))
  const leaf = await between.sign(request, wanted)
  t.equal((await install(leaf, { chain: authority.certificate + between.certificate })).code, 0)
  t.equal(installed().certificate, leaf + between.certificate)
  t.equal(await meet({ trusted: authority.certificate, gateway: installed(), hub: await hubOf(authority) }), 'hub')

  t.equal((await install(leaf + between.certificate + authority.certificate, { chain: '' })).code, 0, 'all in one file')
  t.equal(installed().certificate, leaf + between.certificate)
})

t.test("the authority may be the one of the hubs' certificates, and the certificate may come as DER", async (t) => {
  const { request, install, installed, tls } = await openEndpoint(t)
  writeFileSync(join(tls, 'hub-ca.pem'), authority.certificate)
  const leaf = await authority.sign(request, wanted)
  const der = Buffer.from(leaf.replace(/-----.*-----/g, ''), 'base64')
  t.equal((await install(der, { chain: '' })).code, 0)
  t.equal(installed().certificate, leaf)
})

t.test('a renewal can keep the key, or bring a new one that is in use only then', async (t) => {
  const { request, install, installed, tls } = await openEndpoint(t)
  await install(await authority.sign(request, wanted))
  const first = installed()
  t.equal((await install(await authority.sign(request, wanted))).code, 0)
  t.equal(installed().key, first.key)
  t.not(installed().certificate, first.certificate)

  const { stdout: next } = await run(['certificates', 'request', '--data', join(tls, '..'), '--name', name])
  t.equal(installed().key, first.key)
  t.equal((await install(await authority.sign(next, wanted))).code, 0)
  t.not(installed().key, first.key)
  t.equal(await meet({ trusted: authority.certificate, gateway: installed(), hub: await hubOf(authority) }), 'hub')
})

t.test('what a hub would refuse is told with all that is wrong, and changes nothing', async (t) => {
  const { install, tls } = await openEndpoint(t)
  const before = readdirSync(tls)
  const { certificate } = await authority.issue({ ...wanted, names: ['a.example.org'] })
  const { code, stdout, stderr } = await install(certificate, { chain: '', more: ['--name', name] })
  t.equal(code, 1)
  t.match(stderr, /not at hand\n.*not for clinic-7.example.org\n.*belongs to another key.*\n.*--chain FILE/s)
  t.notMatch(stderr, /\n +at /)
  t.equal(stdout, '')
  t.strictSame(readdirSync(tls), before)
})

t.test('the certificate must be good for what was requested', async (t) => {
  const { request, install } = await openEndpoint(t)
  const signed = await authority.sign(request, { ...wanted, names: ['127.0.0.1'] })
  t.match(await install(signed), { code: 1, stderr: /is for 127.0.0.1, not for clinic-7.example.org\n/ })
  t.match(await install(signed, { more: ['--name', '127.0.0.1'] }), { code: 0 })
})

t.test('a certificate is refused where nobody made a key', async (t) => {
  const folder = t.testdir({
    'signed.pem': (await authority.issue(wanted)).certificate,
    'ca.pem': authority.certificate,
  })
  const [signed, chain] = [join(folder, 'signed.pem'), join(folder, 'ca.pem')]
  const outcome = await run(['certificates', 'install', signed, '--chain', chain, '--data', join(folder, 'data')])
  t.match(outcome, { code: 1, stderr: /there is no key for the certificate.*\n.*endpoint certificates request/ })
})

t.test('what is no certificate, and a key that others may read, are refused', async (t) => {
  const { request, install, tls } = await openEndpoint(t)
  t.match(await install('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'), {
    code: 1,
    stderr: /signed.pem holds no certificate that can be read\n.*PEM/,
  })
  t.match(await install(request), { code: 1, stderr: /holds no certificate/ })
  chmodSync(join(tls, 'gateway.key.next'), 0o640)
  t.match(await install(await authority.sign(request, wanted)), { code: 1, stderr: /others may read the key/ })
})

t.test('what was installed can be printed as JSON', async (t) => {
  const { request, install, tls } = await openEndpoint(t)
  const { stdout } = await install(await authority.sign(request, wanted), { more: ['--json'] })
  t.match(JSON.parse(stdout), {
    file: join(tls, 'gateway.pem'),
    certificates: [{ subject: `CN=${name}`, names: [name, '127.0.0.1'], verdict: 'ok' }],
  })
})
