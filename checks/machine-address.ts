import { isIP } from 'node:net'

export type Place = { host: string; port: number }

/** Of `HOST`, `HOST:PORT` or `[IPV6]:PORT`, as the site file has passed them. */
export function readPlace(text: string, usualPort: number): Place {
  if (isIP(text) === 6) return { host: text, port: usualPort }
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  return { host: bracketed ?? plain ?? text, port: port === undefined ? usualPort : Number(port) }
}

/** Whether only this machine itself reaches a listener of this host. */
export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^(::ffff:)?127\./.test(host)
