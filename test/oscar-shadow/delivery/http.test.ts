import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { openHttpDelivery } from '../../../oscar-shadow/delivery/http.ts'
import { syntheticDocument } from '../../fixtures/synthetic-documents.ts'
import { openGateway } from '../../gateway/open-gateway.ts'

const never = new AbortController().signal

/** What the real gateway does only when it is in trouble. */
async function serve(t: Test, answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<URL> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

t.test('the gateway takes what is delivered', async (t) => {
  const { url, lines } = await openGateway(t)
  const patients = Array.from({ length: 40 }, (_, index) => index + 1)
  await using delivery = openHttpDelivery(new URL(url))
  await Promise.all(patients.map((patient) => delivery.deliver(patient, syntheticDocument(patient), never)))
  t.equal(lines.filter(({ status }) => status === 201).length, 40)
})

t.test('what the gateway refuses is told with its reason, and others go on', async (t) => {
  const { url } = await openGateway(t)
  await using delivery = openHttpDelivery(new URL(url))
  await t.rejects(delivery.deliver(1, '<nonsense/>', never), {
    name: 'DocumentRejected',
    message: /answered 400: .*unknown xml format/i,
  })
  await delivery.deliver(2, syntheticDocument(2), never)
})

t.test('the form is the one that OSCAR sends, in UTF-8, over kept connections', async (t) => {
  const seen: { body: string; type: string | undefined; port: number | undefined }[] = []
  const url = await serve(t, async (request, response) => {
    const { headers, socket } = request
    seen.push({ body: await text(request), type: headers['content-type'], port: socket.remotePort })
    response.writeHead(201).end('E2E Document imported')
  })
  await using delivery = openHttpDelivery(url)
  for (const patient of [1, 2, 3]) await delivery.deliver(patient, '<é/>', never)
  const [first] = seen
  t.match(first?.type, /^multipart\/form-data; boundary=/)
  t.match(first?.body, /Content-Disposition: form-data; name="content"; filename="output_1.xml"\r\n/)
  t.match(first?.body, /Content-Type: text\/xml\r\n(.*\r\n)*\r\n<é\/>\r\n/)
  t.equal(new Set(seen.map(({ port }) => port)).size, 1)
})

t.test('a gateway that is full is given its time, and nothing is lost', async (t) => {
  let busy = 0
  let most = 0
  const received = new Set<string>()
  const url = await serve(t, async (request, response) => {
    busy++
    most = Math.max(most, busy)
    const body = await text(request)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const full = busy > 2
    busy--
    if (full) return void response.writeHead(503, { 'Retry-After': '0' }).end()
    received.add(/output_(\d+)/.exec(body)?.[1] ?? '')
    response.writeHead(201).end()
  })
  await using delivery = openHttpDelivery(url, { parallel: 8 })
  await Promise.all(Array.from({ length: 60 }, (_, patient) => delivery.deliver(patient, '<x/>', never)))
  t.equal(received.size, 60)
  t.ok(most <= 8)
})

t.test('a gateway that restarts is waited for', async (t) => {
  let requests = 0
  const told: string[] = []
  const url = await serve(t, (request, response) => {
    if (++requests <= 2) request.socket.destroy()
    else request.resume().on('end', () => response.writeHead(201).end())
  })
  await using delivery = openHttpDelivery(url, { pause: 1, tell: (message) => void told.push(message) })
  await delivery.deliver(1, '<x/>', never)
  t.equal(requests, 3)
  t.match(told, [/does not take documents: ECONNRESET; trying for up to 5 minutes$/, /takes documents again$/])
  t.equal(told.length, 2, 'said once')
})

t.test('a gateway that stays away ends the delivery, with advice', async (t) => {
  const url = await serve(t, (_request, response) => response.writeHead(503, { 'Retry-After': '0' }).end())
  await using delivery = openHttpDelivery(url, { patience: 0, pause: 1 })
  const unavailable = { name: 'TargetUnavailable', message: /does not take documents: answered 503/, advice: /resumes/ }
  await t.rejects(delivery.deliver(1, '<x/>', never), unavailable)
})

t.test("what a stranger's answer says is not repeated", async (t) => {
  const url = await serve(t, (_request, response) => response.writeHead(422).end('Mr. Invented-1'))
  await using delivery = openHttpDelivery(url)
  const rejected = await delivery.deliver(1, '<x/>', never).catch((error: unknown) => error)
  t.match(rejected, { name: 'DocumentRejected', message: 'answered 422' })
})

t.test('an interruption is over at once', async (t) => {
  const url = await serve(t, () => {})
  const stop = new AbortController()
  await using delivery = openHttpDelivery(url)
  const delivering = delivery.deliver(1, '<x/>', stop.signal)
  stop.abort(new Error('stopped'))
  await t.rejects(delivering, { message: 'stopped' })
})
