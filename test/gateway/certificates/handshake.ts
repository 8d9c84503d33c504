import { once } from 'node:events'
import { type AddressInfo, isIP } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import type { KeyAndCertificate } from '../../../gateway/certificates/authority.ts'

export type Meeting = {
  /** Whom gateway and hub trust, PEM. */
  trusted: string
  gateway: KeyAndCertificate
  hub?: KeyAndCertificate
  /** Where the gateway listens, and by which name the hub calls it. */
  host?: string
}

/**
 * A hub and a gateway meet over a real socket, each demanding the other's certificate. Answers the common name that the
 * gateway sees; raises an error with OpenSSL's code if either side refuses the other.
 */
export async function meet({ trusted, gateway, hub, host = '127.0.0.1' }: Meeting): Promise<string> {
  const server = createServer({
    ca: trusted,
    cert: gateway.certificate,
    key: gateway.key,
    requestCert: true,
    // Otherwise Node hangs up without a word why.
    rejectUnauthorized: false,
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = connect({
    host,
    port,
    ca: trusted,
    ...(isIP(host) === 0 && { servername: host }),
    ...(hub && { cert: hub.certificate, key: hub.key }),
  })
  try {
    const [[peer]]: [TLSSocket[], unknown] = await Promise.all([
      once(server, 'secureConnection'),
      once(socket, 'secureConnect'),
    ])
    if (!peer?.authorized)
      throw Object.assign(new Error('the gateway refuses the hub'), { code: peer?.authorizationError })
    return String(peer.getPeerCertificate().subject.CN)
  } finally {
    socket.destroy()
    server.close()
  }
}
