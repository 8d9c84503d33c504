import { join, resolve } from 'node:path'
import { EndpointError } from '../provision/endpoint-error.ts'
import { installedDataFolder, trialDataFolder } from '../provision/names.ts'
import { loadSite, type Site } from '../provision/site.ts'
import { tlsFiles } from './certificates/tls-files.ts'
import { type PolicyName, type QuerySettings, readQuerySettings } from './query/query-settings.ts'
import type { ListenerFiles } from './read-tls.ts'
import { storeAddress } from './store-address.ts'

export type PseudonymMode = 'hmac' | 'sha224'

/** What the flags of a command may say; each overrides the site file. */
export type Flags = {
  site?: string
  data?: string
  store?: string
  inbox?: string
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
  /** Folder that documents are taken from. */
  inbox: string | undefined
  http: Address
  pseudonyms: PseudonymMode
  dinAtc: string | undefined
  queries: QuerySettings
  /** Where hubs come in; undefined: nowhere. */
  https: HubDoor | undefined
}

export type HubDoor = { address: Address; files: ListenerFiles }

export type Address = { host: string; port: number }

type Gateway = NonNullable<Site['gateway']>

/** Raises EndpointError for an invalid site file or flag. */
export function readSettings(flags: Flags): Settings {
  const site = loadSite(flags.site)
  const gateway = site.gateway ?? {}
  const inbox = flags.inbox ?? gateway.inbox
  const dinAtc = flags.dinAtc ?? gateway['din-atc']
  return {
    data: resolve(flags.data ?? gateway.data ?? (site.found ? installedDataFolder : trialDataFolder)),
    store: flags.store ?? storeAddress(gateway.store ?? 'sqlite', gateway['store-password-file']),
    inbox: inbox === undefined ? undefined : resolve(inbox),
    http: readAddress(flags.http ?? gateway.http ?? '127.0.0.1:3001', '--http 127.0.0.1:3001'),
    pseudonyms: flags.pseudonyms ?? gateway.pseudonyms ?? 'hmac',
    dinAtc: dinAtc === undefined ? undefined : resolve(dinAtc),
    queries: readQuerySettings(gateway.queries ?? {}, flags.policy),
    https: readHubDoor(flags, gateway),
  }
}

function readHubDoor(flags: Flags, site: Gateway): HubDoor | undefined {
  const https = flags.https ?? site.https
  if (https === undefined) return undefined
  const { certificate, key, hubCa } = tlsFiles(flags)
  const hubCrl = flags.hubCrl ?? site['hub-crl']
  return {
    address: readAddress(https, '--https 0.0.0.0:443'),
    files: { certificate, key, hubCa, hubCrl: hubCrl === undefined ? undefined : resolve(hubCrl) },
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
