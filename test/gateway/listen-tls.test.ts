import { once } from 'node:events'
import { chmod, rename, writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:https'
import { connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { connect } from 'node:tls'
import pino from 'pino'
import t, { type Test } from 'tap'
import { listenTls } from '../../gateway/listen-tls.ts'
import { type Authority, type KeyAndCertificate, makeAuthority } from './authority.ts'
import { askAsHub } from './hub-request.ts'

const clinic = await makeAuthority('clinic authority')
const hubs = await makeAuthority('hub authority')
const strangers = await makeAuthority('foreign authority')
const gateway = await clinic.issue({ name: 'gateway', server: true })
const hub = await hubs.issue({ name: 'hub' })
const past = new Date(Date.now() - 60_000)
const future = new Date(Date.now() + 3600_000)

type Wanted = { cas?: Authority[]; crl?: string; own?: KeyAndCertificate; mode?: number }
type Times = Parameters<typeof listenTls>[4]

/** A listener that answers every request with `here`, its files, and what it logs. */
async function open(t: Test, { cas = [hubs], crl, own = gateway, mode = 0o600 }: Wanted = {}, times: Times = {}) {
  const folder = t.testdir({
    'gateway.pem': own.certificate,
    'gateway.key': own.key,
    'hub-ca.pem': cas.map(({ certificate }) => certificate).join('\n'),
    ...(crl !== undefined && { 'hub.crl': crl }),
  })
  const paths = {
    certificate: join(folder, 'gateway.pem'),
    key: join(folder, 'gateway.key'),
    hubCa: join(folder, 'hub-ca.pem'),
    hubCrl: crl === undefined ? undefined : join(folder, 'hub.crl'),
  }
  await chmod(paths.key, mode)
  const lines: Record<string, unknown>[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const address = { host: '127.0.0.1', port: 0 }
  const listener = await listenTls((_request, response) => response.end('here'), address, paths, log, {
    renewal: 20,
    ...times,
  })
  t.teardown(() => listener.close(0))
  return { url: listener.url, paths, lines }
}

const ask = (url: string, who?: KeyAndCertificate) => askAsHub(url, { ca: clinic.certificate, hub: who })

/** As a renewal is done properly: whole, under another name first. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(10)
}

t.test('a hub with a certificate of a hub authority is served, whichever of several it is', async (t) => {
  const { url } = await open(t, { cas: [strangers, hubs] })
  t.match(url, /^https:\/\/127\.0\.0\.1:\d+$/)
  t.match(await ask(url, hub), { status: 200, text: 'here' })
  t.match(await ask(url, await strangers.issue({ name: 'other hub' })), { status: 200 })
})

t.test('nobody else gets past the handshake', async (t) => {
  const { url, lines } = await open(t)
  const knocking: { says: string; who: KeyAndCertificate | undefined }[] = [
    { says: 'without a certificate', who: undefined },
    { says: 'of another authority', who: await strangers.issue({ name: 'hub' }) },
    { says: "of the gateway's own authority", who: await clinic.issue({ name: 'hub' }) },
    { says: 'expired', who: await hubs.issue({ name: 'hub', to: past }) },
    { says: 'not valid yet', who: await hubs.issue({ name: 'hub', from: future }) },
    { says: 'a certificate for servers', who: await hubs.issue({ name: 'hub', server: true }) },
  ]
  for (const { says, who } of knocking) await t.rejects(ask(url, who), says)
  await until(() => lines.length > 0)
  t.match(lines[0], { refused: { CERT_HAS_EXPIRED: 1 }, msg: 'connections without a valid hub certificate' })
  t.match(await ask(url, hub), { status: 200 }, 'hubs are served all the same')
})

t.test('a revoked certificate is refused, and one of an authority without a list', async (t) => {
  const revoked = await hubs.issue({ name: 'lost hub' })
  const { url, lines } = await open(t, { cas: [hubs, strangers], crl: await hubs.revoke([revoked.certificate]) })
  await t.rejects(ask(url, revoked))
  await t.rejects(ask(url, await strangers.issue({ name: 'hub' })))
  t.match(await ask(url, hub), { status: 200 })
  await until(() => lines.length > 0)
  t.match(lines[0], { refused: { CERT_REVOKED: 1, UNABLE_TO_GET_CRL: 1 } })
})

t.test('each authority may have its list in the same file', async (t) => {
  const revoked = await strangers.issue({ name: 'lost hub' })
  const crl = `${await hubs.revoke([])}\n${await strangers.revoke([revoked.certificate])}\n`
  const { url } = await open(t, { cas: [hubs, strangers], crl })
  await t.rejects(ask(url, revoked))
  t.match(await ask(url, await strangers.issue({ name: 'other hub' })), { status: 200 })
  t.match(await ask(url, hub), { status: 200 })
})

t.test('TLS 1.1 is not spoken', async (t) => {
  const { url } = await open(t)
  const socket = connect({
    port: Number(new URL(url).port),
    host: '127.0.0.1',
    ca: clinic.certificate,
    cert: hub.certificate,
    key: hub.key,
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  })
  await t.rejects(once(socket, 'secureConnect'), { code: /PROTOCOL_VERSION/ })
})

t.test('a renewed certificate is in use without a restart', async (t) => {
  const { url, paths, lines } = await open(t)
  const renewed = await strangers.issue({ name: 'renewed gateway', server: true })
  await replace(paths.certificate, renewed.certificate)
  await replace(paths.key, renewed.key)
  await until(() => lines.some(({ msg }) => msg === 'renewed certificates are in use'))
  t.match(await askAsHub(url, { ca: strangers.certificate, hub }), { status: 200 })
  await t.rejects(ask(url, hub), 'the former one is gone')
})

t.test('a hub whose certificate was revoked is out at once, also over a connection that it has kept', async (t) => {
  const lost = await hubs.issue({ name: 'lost hub' })
  const { url, paths } = await open(t, { crl: await hubs.revoke([]) })
  const agent = new Agent({ keepAlive: true, ca: clinic.certificate, cert: lost.certificate, key: lost.key })
  t.teardown(() => agent.destroy())
  const reuse = async () => {
    const outgoing = get(url, { agent })
    const [response] = await once(outgoing, 'response')
    response.resume()
    await once(response, 'end')
    return outgoing.reusedSocket
  }
  t.equal(await reuse(), false)
  t.equal(await reuse(), true)
  await replace(String(paths.hubCrl), await hubs.revoke([lost.certificate]))
  await t.rejects(until(async () => !(await reuse()) && false))
  t.match(await ask(url, hub), { status: 200 })
})

t.test('sessions are not resumed, since that would pass over revocation', async (t) => {
  const { url } = await open(t)
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const options = { port: Number(new URL(url).port), host: '127.0.0.1', maxVersion, ca: clinic.certificate }
    const first = connect({ ...options, cert: hub.certificate, key: hub.key })
    let session: Buffer | undefined
    first.on('session', (it: Buffer) => {
      session = it
    })
    first.write('GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n')
    await once(first.resume(), 'close')
    const second = connect({ ...options, cert: hub.certificate, key: hub.key, ...(session && { session }) })
    await once(second, 'secureConnect')
    t.equal(second.isSessionReused(), false, maxVersion)
    second.destroy()
  }
})

const broken: { says: string; spoil: (paths: { certificate: string; key: string; hubCa: string }) => Promise<void> }[] =
  [
    {
      says: 'a certificate that is cut',
      spoil: ({ certificate }) => replace(certificate, gateway.certificate.slice(0, 200)),
    },
    { says: 'no certificate', spoil: ({ certificate }) => replace(certificate, 'x') },
    { says: 'the key of another certificate', spoil: ({ key }) => replace(key, hub.key) },
    { says: 'no key', spoil: ({ key }) => replace(key, 'x') },
    { says: 'a key that others may read', spoil: ({ key }) => chmod(key, 0o640) },
    { says: 'an empty list of authorities', spoil: ({ hubCa }) => replace(hubCa, '') },
    { says: 'a file that is gone', spoil: ({ hubCa }) => rename(hubCa, `${hubCa}.gone`) },
  ]

t.test('what can not be used as renewal is logged once, and what was there before stays', async (t) => {
  for (const { says, spoil } of broken) {
    await t.test(says, async (t) => {
      const { url, paths, lines } = await open(t)
      await spoil(paths)
      await until(() => lines.length > 0)
      await wait(100)
      t.equal(lines.length, 1)
      t.match(lines[0], { level: 50, reason: String, msg: /former ones stay/ })
      t.match(await ask(url, hub), { status: 200 })
    })
  }
})

t.test(
  'a listener does not start with a key that others may read, or with what does not belong together',
  async (t) => {
    await t.rejects(open(t, { mode: 0o644 }), { message: /^others may read the key /, advice: /chmod 600/ })
    const own = { key: hub.key, certificate: gateway.certificate }
    await t.rejects(open(t, { own }), { message: /gateway\.key is not the key of the certificate in .*gateway\.pem$/ })
    await t.rejects(open(t, { cas: [] }), { message: /hub-ca\.pem holds no certificate that can be read$/ })
    await t.rejects(open(t, { crl: 'x' }), { message: /hub\.crl holds no list of revoked certificates in PEM$/ })
  },
)

t.test('one that knocks and says nothing, or too slowly, is cut off', async (t) => {
  const times = { handshakeTimeout: 100, headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 }
  const { url } = await open(t, {}, times)
  const port = Number(new URL(url).port)
  await once(connectSocket(port, '127.0.0.1').resume(), 'close')
  const options = { port, host: '127.0.0.1', ca: clinic.certificate, cert: hub.certificate, key: hub.key }
  const slow = connect(options)
  slow.write('GET / HTTP/1.1\r\nHost: he')
  const [answer] = await once(slow, 'data')
  t.match(String(answer), /^HTTP\/1.1 408 /)
  await once(slow, 'close')
})

t.test('more connections than all hubs need are not taken', async (t) => {
  const { url } = await open(t, {}, { maxConnections: 1 })
  const options = { port: Number(new URL(url).port), host: '127.0.0.1', ca: clinic.certificate }
  const first = connect({ ...options, cert: hub.certificate, key: hub.key })
  await once(first, 'secureConnect')
  await t.rejects(ask(url, hub))
  first.destroy()
  await until(() =>
    ask(url, hub).then(
      () => true,
      () => false,
    ),
  )
})
