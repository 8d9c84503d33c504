import { isIP } from 'node:net'
import { z } from 'zod'
import { EndpointError } from '../../provision/endpoint-error.ts'

/** A host name or an IP address, in lower case, as it stands in a certificate. */
const HostName = z.union([z.ipv4(), z.ipv6(), z.hostname().regex(/[^.]$/)]).transform((name) => name.toLowerCase())

/** The names that the hub may reach a gateway by, each once. Raises EndpointError for what is no name. */
export function readNames(names: readonly string[]): string[] {
  const read = names.map((name) => {
    const { success, data } = HostName.safeParse(name)
    if (success) return data
    throw new EndpointError(`"${name}" is neither a host name nor an address`, {
      advice: 'write --name clinic.example.org or --name 192.0.2.7, without https:// and without a port',
      exitCode: 2,
    })
  })
  return [...new Set(read)]
}

/** As subject alternative names. */
export const alternativeNames = (names: readonly string[]) =>
  names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value }))
