import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import t, { type Test } from 'tap'
import { makeAuthority, validFor } from '../../../gateway/certificates/authority.ts'
import { makeLab } from '../../../gateway/certificates/make-lab.ts'
import { askGateway } from '../../../gateway/hub/ask-gateway.ts'
import { GatewayFailed } from '../../../gateway/hub/gateway-failed.ts'
import { openScriptedGateway, type Script } from './scripted-gateway.ts'

const lab = await makeLab()
const credentialsOf = ({ ca, hub }: typeof lab) => ({ ca, cert: hub.certificate, key: hub.key })
const texts = { map: 'function map(p) {}', reduce: 'function(k, v) {}', filter: '{}', functions: null }

/** What came of asking, and the states told meanwhile. */
async function ask(url: string, { credentials = credentialsOf(lab), signal = new AbortController().signal } = {}) {
  const states: string[] = []
  const answer = await askGateway(url, { texts, credentials, signal, onState: (_, state) => states.push(state) })
  return { ...answer, states }
}

/** Asks a gateway that answers by a script. */
async function askScripted(test: Pick<Test, 'teardown'>, script: Script) {
  const { url, seen } = await openScriptedGateway(test, lab, script)
  return { ...(await ask(url)), seen }
}

t.test('a query is submitted, watched until it is complete, and its values fetched', async (t) => {
  const { seen, states, ...answer } = await askScripted(t, { result: { F: 213, 'a.b': [1, { c: null }] } })
  t.match(answer, {
    status: 'complete',
    values: new Map<string, unknown>([
      ['F', 213],
      ['a.b', [1, { c: null }]],
    ]),
  })
  t.strictSame(states, ['queued', 'running', 'complete'])
  const [submission, ...looks] = seen
  t.match(submission, {
    method: 'POST',
    url: '/queries',
    headers: { accept: '*/*' },
    body: /name="map".*name="reduce".*name="filter"/s,
  })
  t.strictSame(
    looks.map(({ method }) => method),
    ['GET', 'GET', 'GET', 'GET'],
  )
  t.ok(looks.every(({ headers }) => headers.accept === 'application/json'))
})

t.test('a look that brings nothing new is asked for as such', async (t) => {
  const { seen, states, status } = await askScripted(t, {
    looks: [{ status: 'running' }, { status: 'running' }, { status: 'running' }, { status: 'complete' }],
  })
  t.equal(status, 'complete')
  t.strictSame(states, ['running', 'complete'])
  t.match(
    seen.map(({ headers }) => headers['if-none-match']),
    [undefined, undefined, /"/, /"/, /"/, undefined],
  )
})

t.test('a gateway that is away or busy for some looks is asked again', async (t) => {
  const { status } = await askScripted(t, {
    looks: ['cut', 'busy', { status: 'running' }, 'cut', { status: 'complete' }],
  })
  t.equal(status, 'complete')
})

t.test('a result that could not be fetched is fetched again', async (t) => {
  let times = 0
  const { status, seen } = await askScripted(t, {
    instead: ({ url = '', socket }) => url.startsWith('/results') && times++ === 0 && Boolean(socket.destroy()),
  })
  t.equal(status, 'complete')
  t.equal(seen.filter(({ url }) => url.startsWith('/results')).length, 2)
})

const failures: { says: string; script: Script; reason: RegExp; advice?: RegExp; submissions?: number }[] = [
  {
    says: 'a query that failed, with the reason',
    script: { looks: [{ status: 'failed', error_message: 'map line 3: x is not\ndefined\x1b[2J' }] },
    reason: /^could not run the query: map line 3: x is not, defined\S\[2J$/,
  },
  {
    says: 'a state that no gateway should show',
    script: { looks: [{ status: 'canceled' }] },
    reason: /run the query: canceled$/,
  },
  {
    says: 'a query that is not accepted',
    script: { submission: { status: 400, body: "Map can't be blank" } },
    reason: /^does not accept the query \(HTTP 400\): Map can't be blank$/,
    advice: /correct the query/,
  },
  {
    says: 'a page for browsers, without showing it',
    script: { submission: { status: 404, body: '<html>lost</html>', type: 'text/html' } },
    reason: /^does not accept the query \(HTTP 404\)$/,
  },
  {
    says: 'a gateway that has no room',
    script: { submission: { status: 503, body: 'full' } },
    reason: /HTTP 503\): full/,
    advice: /try again later/,
  },
  { says: 'a gateway that stays away', script: { looks: ['cut'] }, reason: /hung up without an answer/ },
  {
    says: 'an answer that is no JSON',
    script: { instead: ({ method }, response) => method === 'GET' && Boolean(response.end('{"status": ')) },
    reason: /what is no answer to a query/,
  },
  {
    says: 'a result that is a list',
    script: { instead: ({ url = '' }, response) => url.startsWith('/results') && Boolean(response.end('[1]')) },
    reason: /what is no answer to a query/,
  },
]

for (const { says, script, reason, advice = /./ } of failures) {
  t.test(`tells of ${says}`, async (t) => {
    const { seen, ...answer } = await askScripted(t, script)
    t.match(answer, { status: 'failed', reason, advice })
    t.equal(seen.filter(({ method }) => method === 'POST').length, 1, 'nothing is submitted twice')
  })
}

t.test('no gateway can send the hub elsewhere', async (t) => {
  const elsewhere = await openScriptedGateway(t, lab)
  const { status, seen } = await askScripted(t, {
    looks: [{ status: 'complete', result_url: `${elsewhere.url}/results/0123456789abcdef01234567?x=1` }],
    result: { a: 1 },
  })
  t.equal(status, 'complete')
  t.equal(seen.at(-1)?.url, '/results/0123456789abcdef01234567')
  t.strictSame(elsewhere.seen, [])
})

t.test('who stops waiting ends the query at the gateway, too', async (t) => {
  const { url, seen } = await openScriptedGateway(t, lab, { looks: [{ status: 'running' }] })
  const controller = new AbortController()
  const answer = askGateway(url, {
    texts,
    credentials: credentialsOf(lab),
    signal: controller.signal,
    onState: () => controller.abort(new GatewayFailed('was not waited for', 'ask again')),
  })
  t.match(await answer, { status: 'failed', reason: 'was not waited for', advice: 'ask again' })
  t.match(seen.at(-1), { method: 'DELETE', url: '/queries/0123456789abcdef01234567' })
})

const stranger = await makeLab()
const expired = await makeLab({ days: 2, now: new Date('2020-01-01') })
const elsewhere = await makeAuthority('an authority', validFor(1))
const other = await elsewhere.issue({
  name: 'g',
  purpose: 'server',
  names: ['clinic.example.org'],
  validity: validFor(1),
})
const client = await elsewhere.issue({ name: 'g', purpose: 'client', names: ['127.0.0.1'], validity: validFor(1) })
const young = { from: new Date(Date.now() + 24 * 3600_000), to: new Date(Date.now() + 48 * 3600_000) }
const early = await elsewhere.issue({ name: 'g', purpose: 'server', names: ['127.0.0.1'], validity: young })
const trusting = { ...credentialsOf(lab), ca: elsewhere.certificate }

const strangers = [
  {
    says: 'of another authority',
    gateway: stranger,
    reason: /that the authority of --ca has not signed/,
    advice: /--ca FILE/,
  },
  {
    says: 'that has expired, with the present time',
    gateway: expired,
    credentials: { ...credentialsOf(lab), ca: expired.ca },
    reason: /has expired; this machine's clock says \d{4}-.*Z$/,
    advice: /clock is wrong/,
  },
  {
    says: 'that does not hold yet, with the present time',
    gateway: { ...lab, gateway: early },
    credentials: trusting,
    reason: /does not hold yet; this machine's clock says \d{4}-.*Z$/,
    advice: /clock is wrong/,
  },
  {
    says: 'for another name',
    gateway: { ...lab, gateway: other },
    credentials: trusting,
    reason: /for DNS:clinic.example.org, not for 127.0.0.1$/,
    advice: /by a name of its certificate/,
  },
  {
    says: 'of a hub',
    gateway: { ...lab, gateway: client },
    credentials: trusting,
    reason: /not meant for a server/,
    advice: /another one/,
  },
]

for (const { says, gateway, credentials = credentialsOf(lab), reason, advice } of strangers) {
  t.test(`tells nothing to a gateway with a certificate ${says}`, async (t) => {
    const { url, seen } = await openScriptedGateway(t, gateway)
    t.match(await ask(url, { credentials }), { status: 'failed', reason, advice })
    t.strictSame(seen, [])
  })
}

t.test('a hub that the gateway does not know is told that its certificate is to blame', async (t) => {
  const { url, seen } = await openScriptedGateway(t, lab)
  const credentials = { ...credentialsOf(stranger), ca: lab.ca }
  t.match(await ask(url, { credentials }), { status: 'failed', reason: /--cert/, advice: /--hub-ca/ })
  t.strictSame(seen, [])
})

t.test('what is no gateway is told as such', async (t) => {
  const plain = createServer((_, response) => response.end('hello'))
  const mute = createTcpServer((socket) => socket.end())
  t.teardown(() => [plain, mute].map((server) => server.close()))
  const [http, nothing] = [await portOf(plain), await portOf(mute)]
  t.match(await ask(`https://127.0.0.1:${http}`), { reason: 'does not speak TLS', advice: /--https/ })
  t.match(await ask(`https://127.0.0.1:${nothing}`), { reason: /hung up/ })
  plain.close()
  mute.close()
  await Promise.all([plain, mute].map((server) => server.listening && once(server, 'close')))
  t.match(await ask(`https://127.0.0.1:${nothing}`), { reason: 'does not listen', advice: /that it runs/ })
  t.match(await ask('https://clinic.invalid:3222'), { reason: /name/ })
})

async function portOf(server: ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
