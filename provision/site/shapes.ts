import { isIP } from 'node:net'
import { z } from 'zod'

/** An absolute path. */
export const Path = z.string().startsWith('/', 'an absolute path')

/** An IPv4 or IPv6 network, `10.44.0.0/24`; its address must be the network's own, since a typing error hides there. */
export const Network = z.string().refine(isNetwork, 'a network, such as 10.44.0.0/24')

/** A host name or an address, with a port where it isn't the usual one. */
export const Machine = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/, 'HOST or HOST:PORT, such as 10.44.0.20:3306')

export const WebAddress = z
  .string()
  .refine(isWebAddress, 'an https:// or http:// address without a password, such as https://hub.example.org')

export const TimeZone = z.string().refine(isTimeZone, 'a time zone by its IANA name, such as America/Vancouver')

function isNetwork(text: string): boolean {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  const version = isIP(address)
  if (version === 0 || Number(length) > (version === 4 ? 32 : 128)) return false
  return version === 6 || hostBits(address, Number(length)) === 0
}

function hostBits(address: string, length: number): number {
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return number % 2 ** (32 - length)
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

export const HostAndPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:]+):\d{1,5}$/, 'HOST:PORT, such as 127.0.0.1:3001')
