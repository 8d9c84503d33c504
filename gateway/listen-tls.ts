import { constants } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket, type TlsOptions } from 'node:tls'
import type { Logger } from 'pino'
import { EndpointError } from '../provision/endpoint-error.ts'
import { type Listener, openAt, patience } from './listen.ts'
import { type ListenerFiles, readTls, signatureOf } from './read-tls.ts'
import type { Address } from './settings.ts'

/** Times in milliseconds. A hub comes over the internet, so the handshake, silence and connections are bounded, too. */
const bounds = {
  ...patience,
  handshakeTimeout: 10_000,
  timeout: 120_000,
  /** How often the files are looked at. */
  renewal: 5000,
  /** Far more than all hubs together open. */
  maxConnections: 512,
}

const rules: TlsOptions = {
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.2',
  // A resumed session would let a hub in whose certificate was revoked since.
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
}

/**
 * Serves HTTPS to those whose certificate an authority in `hubCa` has signed; all others get no further than the
 * handshake. Renewed files are taken up without a restart; broken ones are logged once, and what was read before stays.
 * Raises EndpointError if the address or the files can't be used.
 */
export async function listenTls(
  handler: RequestListener,
  address: Address,
  files: ListenerFiles,
  log: Logger,
  limits: Partial<typeof bounds> = {},
): Promise<Listener> {
  const { renewal, timeout, maxConnections, ...times } = { ...bounds, ...limits }
  const signature = await signatureOf(files)
  const { options } = await readTls(files)
  const server = createServer({ ...times, ...rules, ...options })
  server.maxConnections = maxConnections
  server.timeout = timeout
  logRefusals(server, log)
  const part = partOnRenewal(server, handler)
  const listener = await openAt(server, address, 'https')
  const stopRenewal = keepRenewed(files, signature, renewal, log, (renewed) => {
    server.setSecureContext({ ...rules, ...renewed })
    part()
  })
  return {
    url: listener.url,
    close(grace) {
      stopRenewal()
      return listener.close(grace)
    },
  }
}

/** Looks every so often whether the files were renewed. Answers how to stop that. */
function keepRenewed(
  files: ListenerFiles,
  first: string,
  every: number,
  log: Logger,
  use: (options: TlsOptions) => void,
): () => void {
  let seen = first
  const look = async () => {
    const signature = await signatureOf(files)
    if (signature === seen) return
    seen = signature
    try {
      const { options, certificate } = await readTls(files)
      use(options)
      log.info(
        { certificate: certificate.fingerprint256, until: certificate.validTo },
        'renewed certificates are in use',
      )
    } catch (error) {
      const reason = error instanceof EndpointError ? error.message : 'they do not belong together'
      log.error({ reason }, 'renewed certificates can not be used; the former ones stay')
    }
  }
  let stopped = false
  let timer = setTimeout(tick, every)
  async function tick(): Promise<void> {
    await look()
    if (!stopped) timer = setTimeout(tick, every).unref()
  }
  timer.unref()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** Serves with a handler; the answer ends the connections of before, each after what it is at, for the next certificates. */
function partOnRenewal(server: Server, handler: RequestListener): () => void {
  const eraOf = new WeakMap<Socket, number>()
  let era = 0
  server.on('secureConnection', (socket) => eraOf.set(socket, era))
  server.on('request', (request, response) => {
    const { socket } = request
    if (eraOf.get(socket) !== era) return void socket.destroy()
    response.once('finish', () => {
      if (eraOf.get(socket) !== era) socket.destroySoon()
    })
    handler(request, response)
  })
  return () => {
    era++
    server.closeIdleConnections()
  }
}

/** One line a second at most: anybody on the internet can knock. */
function logRefusals(server: Server, log: Logger): void {
  const refused = new Map<string, number>()
  server.on('tlsClientError', (error, socket) => {
    const reason = reasonOf(error, socket)
    if (refused.size === 0) {
      setTimeout(() => {
        log.warn({ refused: Object.fromEntries(refused) }, 'connections without a valid hub certificate')
        refused.clear()
      }, 1000).unref()
    }
    refused.set(reason, (refused.get(reason) ?? 0) + 1)
  })
}

/** Codes only; what a stranger sends is not repeated. */
function reasonOf(error: NodeJS.ErrnoException, socket: unknown): string {
  const unverified = socket instanceof TLSSocket ? String(socket.authorizationError ?? '') : ''
  return unverified || (error.code ?? error.name)
}
