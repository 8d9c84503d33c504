import { request } from 'node:http'
import { connect } from 'node:tls'
import type { Site } from '../provision/site.ts'
import { tlsFiles } from './certificates.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import type { Host } from './host.ts'
import { judged } from './judge.ts'
import { type Place, readPlace } from './machine-address.ts'

/** Whether the gateway answers: OSCAR on the clinic side, and hubs, if they show a certificate, on the other. */
export const gateway: Check = {
  name: 'gateway',
  after: ['services'],
  async run({ site, host }) {
    const [http, wanted] = [site.gateway?.http ?? '127.0.0.1:3001', site.gateway?.https]
    const https = (await waitsForSignature(site, host)) ? undefined : wanted
    const clinic = await knockPlainly(door(http))
    return judgeGateway(clinic, https === undefined ? undefined : await knockWithoutCertificate(door(https)))
  },
}

/** Until its certificate has come the hub side stays shut, which the check of certificates tells. */
async function waitsForSignature(site: Site, host: Host): Promise<boolean> {
  const { certificate, key } = tlsFiles(site)
  return (await host.look(certificate)) === undefined && (await host.look(`${key}.csr`)) !== undefined
}

const patience = 3_000

/** How to reach from here what listens at an address. */
function door(address: string): Place {
  const { host, port } = readPlace(address, 443)
  return { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port }
}

/** `answers`, or why not. */
function knockPlainly({ host, port }: Place): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const asked = request({ host, port, path: '/', timeout: patience, agent: false }, (response) => {
    resolve((response.statusCode ?? 500) < 500 ? 'answers' : `status ${response.statusCode}`)
    response.destroy()
  })
  asked.once('timeout', () => asked.destroy(Object.assign(new Error(), { code: 'no answer' })))
  asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'no answer'))
  asked.end()
  return promise
}

/**
 * `refused` is right: the door is there, and shut to who shows no certificate. `open` if it answers such a one, or why
 * there is no handshake.
 */
export function knockWithoutCertificate({ host, port }: Place): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  // Whether the server's own certificate holds is another check's question.
  const socket = connect({ host, port, rejectUnauthorized: false, timeout: patience })
  const said = (error: NodeJS.ErrnoException) => {
    const shut = /ALERT|ECONNRESET|EPIPE/.test(error.code ?? '')
    resolve(shut ? 'refused' : (error.code ?? 'no answer'))
  }
  // In TLS 1.3 the client is through before the server has looked for its certificate.
  socket.once('secureConnect', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'))
  socket.once('data', () => resolve('open'))
  socket.once('timeout', () => resolve('no answer'))
  socket.once('end', () => resolve('refused'))
  socket.once('error', said)
  return promise.finally(() => socket.destroy())
}

/** `hub` is undefined for a gateway without a hub side. */
export function judgeGateway(clinic: string, hub: string | undefined): Finding {
  if (hub === 'open') {
    return judged('critical', {
      summary: 'the hub side answers callers without a certificate',
      advice: 'stop the gateway (systemctl stop scoop-gateway) and see which program has its port: ss -lntp',
    })
  }
  const told = [
    ...(clinic === 'answers' ? [] : [`the clinic side does not answer: ${clinic}`]),
    ...(hub === undefined || hub === 'refused' ? [] : [`the hub side does not answer: ${hub}`]),
  ]
  if (told.length > 0) {
    const advice = 'see what the gateway says: journalctl -u scoop-gateway -n 50, or /var/log/upstart/scoop-gateway.log'
    return judged('critical', { summary: told.join('; '), advice })
  }
  const hubTold = hub === undefined ? 'there is no hub side' : 'the hub side refuses callers without a certificate'
  return { verdict: 'ok', summary: `the clinic side answers; ${hubTold}` }
}
