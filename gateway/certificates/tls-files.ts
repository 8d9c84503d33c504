import { dirname, join, resolve } from 'node:path'
import { defaultSiteFile, trialDataFolder } from '../../provision/names.ts'
import { loadSite } from '../../provision/site.ts'

/** What the flags of a command may say; each overrides the site file. */
export type TlsFlags = { site?: string; data?: string; tlsCert?: string; tlsKey?: string; hubCa?: string }

/** Where the files of the hub-side listener stand, all absolute, and the names that the site gives the gateway. */
export type TlsFiles = {
  certificate: string
  key: string
  /** A key that waits for its certificate, and the request for it. */
  nextKey: string
  request: string
  /** The authority that signs hubs' certificates. */
  hubCa: string
  names: readonly string[]
}

/** Beside the site file on an installed endpoint, else in the data folder. Raises EndpointError for an invalid site file. */
export function tlsFiles(flags: TlsFlags): TlsFiles {
  const site = loadSite(flags.site)
  const gateway = site.gateway ?? {}
  const folder = join(
    site.found && !flags.data ? dirname(flags.site ?? defaultSiteFile) : resolve(flags.data ?? trialDataFolder),
    'tls',
  )
  const key = resolve(flags.tlsKey ?? gateway['tls-key'] ?? join(folder, 'gateway.key'))
  return {
    certificate: resolve(flags.tlsCert ?? gateway['tls-cert'] ?? join(folder, 'gateway.pem')),
    key,
    nextKey: `${key}.next`,
    request: `${key}.csr`,
    hubCa: resolve(flags.hubCa ?? gateway['hub-ca'] ?? join(folder, 'hub-ca.pem')),
    names: gateway.names ?? [],
  }
}
