import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { listen } from '../../gateway/listen.ts'
import { e2eDocument } from '../fixtures/e2e/document.ts'
import { run } from '../run-endpoint.ts'
import { openGateway, postDocument } from './open-gateway.ts'
import { startGateway } from './running-gateway.ts'

const loopback = { host: '127.0.0.1', port: 0 }

t.test('a document that is on its way when the gateway is stopped is finished, new ones are not taken', async (t) => {
  const { url, close } = await openGateway(t)
  const document = Buffer.from(e2eDocument())
  const post = request(`${url}/records/create`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', 'Content-Length': document.length, Expect: '100-continue' },
  })
  const answered = once(post, 'response')
  post.write(document.subarray(0, 100))
  // The gateway has it in hand then.
  await once(post, 'continue')
  const closed = close()
  await t.rejects(postDocument(url, document), 'no new connection')
  post.end(document.subarray(100))
  const [response] = await answered
  t.equal(response.statusCode, 201)
  response.resume()
  await closed
})

t.test('a client that is too slow with its request is cut off', async (t) => {
  const times = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 }
  const listener = await listen((incoming) => incoming.resume(), loopback, times)
  t.teardown(() => listener.close(0))
  const socket = connect(Number(new URL(listener.url).port), '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n12')
  const [answer] = await once(socket, 'data')
  t.match(String(answer), /^HTTP\/1.1 408 /)
  await once(socket, 'close')
})

t.test('what is not done within the grace is cut', async (t) => {
  const listener = await listen(() => {}, loopback)
  const never = fetch(listener.url)
  await wait(50)
  await listener.close(50)
  await t.rejects(never)
})

t.test('an address that is taken is told with the way on', async (t) => {
  const listener = await listen(() => {}, loopback)
  t.teardown(() => listener.close(0))
  const port = Number(new URL(listener.url).port)
  await t.rejects(
    listen(() => {}, { ...loopback, port }),
    {
      message: `can't listen on 127.0.0.1:${port}: another program has it`,
      advice: /--http/,
    },
  )
})

t.test('a gateway whose store is of a newer release does not start, and says why', async (t) => {
  const data = t.testdir({})
  const file = new DatabaseSync(join(data, 'records.sqlite'))
  file.exec('PRAGMA user_version = 999')
  file.close()
  const { code, stdout, stderr } = await run(['gateway', '--data', data, '--http', '127.0.0.1:0'])
  t.equal(code, 1)
  t.equal(stdout, '')
  t.match(stderr, /has schema 999; this release knows schemas up to \d+\n/)
})

t.test('SIGTERM ends a gateway with exit code 0', async (t) => {
  await using gateway = await startGateway()
  await postDocument(gateway.url, e2eDocument())
  await gateway.stop()
  t.match(gateway.stderr(), /"documents":\{"inserted":1,.*"msg":"stopped"/)
})
