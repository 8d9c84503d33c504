import { dirname, join, resolve } from 'node:path'
import { EndpointError } from '../provision/endpoint-error.ts'
import { defaultSiteFile, installedDataFolder, trialDataFolder } from '../provision/names.ts'
import { loadSite } from '../provision/site.ts'
import { type PolicyName, type QuerySettings, readQuerySettings } from './query/query-settings.ts'
import type { TlsFiles } from './read-tls.ts'

export type PseudonymMode = 'hmac' | 'sha224'

/** What the flags of a command may say; each overrides the site file. */
export type Flags = {
  site?: string
  data?: string
  store?: string
  http?: string
  pseudonyms?: PseudonymMode
  dinAtc?: string
  policy?: PolicyName
  https?: string
  tlsCert?: string
  tlsKey?: string
  hubCa?: string
  hubCrl?: string
}

/** What a gateway is run with: flags, then the site file, then defaults. All present and absolute. */
export type Settings = {
  data: string
  store: string
  http: Address
  pseudonyms: PseudonymMode
  dinAtc: string | undefined
  queries: QuerySettings
  /** Where hubs come in; undefined: nowhere. */
  https: HubDoor | undefined
}

export type HubDoor = { address: Address; files: TlsFiles }

export type Address = { host: string; port: number }

/** Raises EndpointError for an invalid site file or flag. */
export function readSettings(flags: Flags): Settings {
  const site = loadSite(flags.site)
  const gateway = site.gateway ?? {}
  const dinAtc = flags.dinAtc ?? gateway['din-atc']
  return {
    data: resolve(flags.data ?? gateway.data ?? (site.found ? installedDataFolder : trialDataFolder)),
    store: flags.store ?? gateway.store ?? 'sqlite',
    http: readAddress(flags.http ?? gateway.http ?? '127.0.0.1:3001', '--http 127.0.0.1:3001'),
    pseudonyms: flags.pseudonyms ?? gateway.pseudonyms ?? 'hmac',
    dinAtc: dinAtc === undefined ? undefined : resolve(dinAtc),
    queries: readQuerySettings(gateway.queries ?? {}, flags.policy),
    https: readHubDoor(flags, site),
  }
}

/** The files stand beside the site file on an installed endpoint, else in the data folder. */
function readHubDoor(flags: Flags, { found, gateway: site = {} }: ReturnType<typeof loadSite>): HubDoor | undefined {
  const https = flags.https ?? site.https
  if (https === undefined) return undefined
  const beside = found && flags.data === undefined ? dirname(flags.site ?? defaultSiteFile) : undefined
  const folder = join(beside ?? flags.data ?? site.data ?? trialDataFolder, 'tls')
  const hubCrl = flags.hubCrl ?? site['hub-crl']
  return {
    address: readAddress(https, '--https 0.0.0.0:443'),
    files: {
      cert: resolve(flags.tlsCert ?? site['tls-cert'] ?? join(folder, 'gateway.pem')),
      key: resolve(flags.tlsKey ?? site['tls-key'] ?? join(folder, 'gateway.key')),
      hubCa: resolve(flags.hubCa ?? site['hub-ca'] ?? join(folder, 'hub-ca.pem')),
      hubCrl: hubCrl === undefined ? undefined : resolve(hubCrl),
    },
  }
}

/** `HOST:PORT` or `[IPV6]:PORT`. */
function readAddress(text: string, example: string): Address {
  const match = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text)
  const port = Number(match?.[3])
  if (!match || port > 65_535) {
    throw new EndpointError(`"${text}" is no address to listen on`, {
      advice: `write HOST:PORT, such as ${example}; port 0 picks a free one`,
      exitCode: 2,
    })
  }
  return { host: match[1] ?? match[2] ?? '', port }
}

/** Where things stand within the data folder. */
export const dataPaths = (data: string) => ({
  quarantine: join(data, 'quarantine'),
  pseudonymKey: join(data, 'secrets', 'pseudonym.key'),
})
