import { once } from 'node:events'
import { createServer as createPlain } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { gateway, judgeGateway } from '../../checks/gateway.ts'
import { makeLab } from '../../gateway/certificates/make-lab.ts'
import { openBoth } from '../gateway/open-both.ts'
import { openGateway } from '../gateway/open-gateway.ts'
import { judgeCases, runHere } from './judging.ts'

judgeCases(
  ([clinic, hub]: [string, string | undefined]) => judgeGateway(clinic, hub),
  [
    { says: 'both sides as they should be', facts: ['answers', 'refused'], verdict: 'ok' },
    { says: 'a gateway without a hub side', facts: ['answers', undefined], verdict: 'ok', summary: 'no hub side' },
    {
      says: 'a clinic side that is gone',
      facts: ['ECONNREFUSED', 'refused'],
      verdict: 'critical',
      summary: 'clinic side',
    },
    { says: 'a hub side that is gone', facts: ['answers', 'ECONNREFUSED'], verdict: 'critical', summary: 'hub side' },
    { says: 'a gateway that hangs', facts: ['no answer', 'no answer'], verdict: 'critical' },
    {
      says: 'a hub side that lets strangers in',
      facts: ['answers', 'open'],
      verdict: 'critical',
      summary: 'without a cert',
    },
  ],
)

const addressOf = (server: { address(): unknown }) => `127.0.0.1:${(server.address() as AddressInfo).port}`

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  t.test(`over ${version}, a door that demands certificates is told from one that does not`, async (t) => {
    const { ca, gateway: own } = await makeLab()
    const { url } = await openGateway(t)
    const http = new URL(url).host
    const options = { cert: own.certificate, key: own.key, ca, minVersion: version, maxVersion: version }
    const shut = createServer({ ...options, requestCert: true, rejectUnauthorized: true }, (_, it) => void it.end('x'))
    const open = createServer(options, (_, response) => void response.end('welcome'))
    for (const server of [shut, open]) {
      server.listen(0, '127.0.0.1')
      t.teardown(() => server.close())
      await once(server, 'listening')
    }
    const site = (https: string) => `gateway: { http: '${http}', https: '${https}' }`
    t.match(await runHere(gateway, site(addressOf(shut))), { verdict: 'ok', summary: /refuses callers/ })
    t.match(await runHere(gateway, site(addressOf(open))), { verdict: 'critical', summary: /answers callers without/ })
  })
}

t.test('a real gateway holds on both sides, and no longer once it is stopped', async (t) => {
  const both = await openBoth(t)
  const site = `gateway: { http: '${new URL(both.url).host}', https: '${new URL(both.https).host}' }`
  t.match(await runHere(gateway, site), { verdict: 'ok', summary: /answers; the hub side refuses/ })
  await both.close()
  t.match(await runHere(gateway, site), { verdict: 'critical', summary: /clinic side.*; the hub side.*ECONNREFUSED/ })
})

t.test('a gateway that is stopped, or fails, is critical', async (t) => {
  t.match(await runHere(gateway, "gateway: { http: '127.0.0.1:1' }"), { verdict: 'critical', summary: /ECONNREFUSED/ })
  const broken = createPlain((_, response) => void response.writeHead(503).end()).listen(0, '127.0.0.1')
  t.teardown(() => broken.close())
  await once(broken, 'listening')
  const site = `gateway: { http: '${addressOf(broken)}' }`
  t.match(await runHere(gateway, site), { verdict: 'critical', summary: /status 503/ })
})
