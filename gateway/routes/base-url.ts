import type { Request } from 'express'
import { RequestRefused } from './request-refused.ts'

const hostPattern = /^([a-z0-9_][a-z0-9._-]{0,252}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/i

/**
 * `https://HOST:PORT` letter for letter as the caller wrote it, since a hub knows its queries by their URLs
 * (`gateway-api.md` section 2). Raises RequestRefused (400) for what is no host.
 */
export function baseUrl({ protocol, headers, socket }: Pick<Request, 'protocol' | 'headers' | 'socket'>): string {
  // HTTP/1.0, as old monitoring speaks it, has no Host.
  const host = headers.host ?? addressOf(socket)
  if (!hostPattern.test(host)) throw new RequestRefused(400, 'the header Host is no host name or address')
  return `${protocol}://${host}`
}

function addressOf({ localAddress = '', localPort }: Request['socket']): string {
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`
}
