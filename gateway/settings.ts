import { join, resolve } from 'node:path'
import { EndpointError } from '../provision/endpoint-error.ts'
import { installedDataFolder, trialDataFolder } from '../provision/names.ts'
import { loadSite } from '../provision/site.ts'
import { type PolicyName, type QuerySettings, readQuerySettings } from './query/query-settings.ts'

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
}

/** What a gateway is run with: flags, then the site file, then defaults. All present and absolute. */
export type Settings = {
  data: string
  store: string
  http: Address
  pseudonyms: PseudonymMode
  dinAtc: string | undefined
  queries: QuerySettings
}

export type Address = { host: string; port: number }

/** Raises EndpointError for an invalid site file or flag. */
export function readSettings(flags: Flags): Settings {
  const site = loadSite(flags.site)
  const gateway = site.gateway ?? {}
  const dinAtc = flags.dinAtc ?? gateway['din-atc']
  return {
    data: resolve(flags.data ?? gateway.data ?? (site.found ? installedDataFolder : trialDataFolder)),
    store: flags.store ?? gateway.store ?? 'sqlite',
    http: readAddress(flags.http ?? gateway.http ?? '127.0.0.1:3001'),
    pseudonyms: flags.pseudonyms ?? gateway.pseudonyms ?? 'hmac',
    dinAtc: dinAtc === undefined ? undefined : resolve(dinAtc),
    queries: readQuerySettings(gateway.queries ?? {}, flags.policy),
  }
}

/** `HOST:PORT` or `[IPV6]:PORT`. */
function readAddress(text: string): Address {
  const match = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text)
  const port = Number(match?.[3])
  if (!match || port > 65_535) {
    throw new EndpointError(`"${text}" is no address to listen on`, {
      advice: 'write HOST:PORT, such as --http 127.0.0.1:3001; port 0 picks a free one',
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
