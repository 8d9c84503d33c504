import { dirname } from 'node:path'
import { installedDataFolder } from '../provision/names.ts'
import type { Site } from '../provision/site.ts'
import type { Subject } from './check.ts'
import type { Host, Room } from './host.ts'

/** Where the gateway keeps its data. */
export const dataFolder = (site: Site) => site.gateway?.data ?? installedDataFolder

/** A path itself, or what is there of the way to it, as on a machine that is still to be provisioned. */
export async function nearest(host: Host, path: string): Promise<string> {
  for (let place = path; ; place = dirname(place)) {
    if ((await host.look(place)) !== undefined || place === dirname(place)) return place
  }
}

/** Each file system that the endpoint needs room on, once. */
export async function rooms({ site, host }: Subject): Promise<({ path: string } & Room)[]> {
  const paths = ['/', await nearest(host, dataFolder(site))]
  const all = await Promise.all(paths.map(async (path) => ({ path, ...(await host.room(path)) })))
  return all.filter(({ device }, place) => all.findIndex((other) => other.device === device) === place)
}
