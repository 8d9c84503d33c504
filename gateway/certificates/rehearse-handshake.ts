import { once } from 'node:events'
import { isIP } from 'node:net'
import { duplexPair } from 'node:stream'
import { checkServerIdentity, connect, TLSSocket } from 'node:tls'
import type { Problem } from '../problem.ts'

type Rehearsal = {
  /** The chain that the server shows, PEM. */
  certificate: string
  key: string
  /** The authority that the hub trusts, PEM. */
  authority: string
  name: string
}

/**
 * A TLS handshake in memory, as the hub will make it: whatever OpenSSL has against the certificate is told now, not when
 * the hub calls.
 */
export async function rehearseHandshake({ certificate, key, authority, name }: Rehearsal): Promise<Problem[]> {
  const [hubEnd, gatewayEnd] = duplexPair()
  try {
    const gateway = new TLSSocket(gatewayEnd, { isServer: true, cert: certificate, key })
    gateway.on('error', () => {})
    const hub = connect({
      socket: hubEnd,
      ca: authority,
      ...(isIP(name) === 0 && { servername: name }),
      checkServerIdentity: (_, peer) => checkServerIdentity(name, peer),
    })
    await once(hub, 'secureConnect')
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ message: `a hub would refuse the certificate: ${reason}`, advice: 'ask the authority for another one' }]
  } finally {
    hubEnd.destroy()
    gatewayEnd.destroy()
  }
}
