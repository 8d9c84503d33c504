import { createServer, type RequestListener, type Server } from 'node:http'
import type { Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { EndpointError } from '../provision/endpoint-error.ts'
import type { Address } from './settings.ts'

export type Listener = {
  /** `http://HOST:PORT` or `https://HOST:PORT` */
  url: string
  /** Takes no more connections, finishes what was accepted, and cuts what isn't done within `grace` milliseconds. */
  close(grace: number): Promise<void>
}

/** Times in milliseconds after which a client that is too slow is cut off. */
export const patience = {
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5000,
}

/** Serves HTTP at an address; port 0 picks a free one. Raises EndpointError if the address can't be had. */
export function listen(
  handler: RequestListener,
  address: Address,
  times: Partial<typeof patience> = {},
): Promise<Listener> {
  return openAt(createServer({ ...patience, ...times }, handler), address, 'http')
}

/** Opens a server at an address. Raises EndpointError if that can't be had. */
export async function openAt(
  server: Server | SecureServer,
  { host, port }: Address,
  scheme: 'http' | 'https',
): Promise<Listener> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, host, resolve)
  await promise.catch((cause: NodeJS.ErrnoException) => {
    throw new EndpointError(`can't listen on ${host}:${port}: ${reasons[cause.code ?? ''] ?? cause.code}`, {
      advice: `choose another address with --${scheme} HOST:PORT; port 0 picks a free one`,
      cause,
    })
  })
  const { address, family, port: chosen } = server.address() as AddressInfo
  return {
    url: `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${chosen}`,
    async close(grace) {
      const closed = new Promise((done) => server.close(done))
      // Connections that are busy now become idle when their answer is out.
      const idle = setInterval(() => server.closeIdleConnections(), 100)
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), grace)
      await closed
      clearTimeout(cut)
      clearInterval(idle)
    },
  }
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'another program has it',
  EACCES: 'that takes more rights',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
}
