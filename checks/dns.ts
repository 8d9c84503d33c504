import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Site } from '../provision/site.ts'
import { backupServer } from './backup-oscar.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { judged, notConfigured } from './judge.ts'
import { readPlace } from './machine-address.ts'

/** Whether the names that the endpoint depends on lead somewhere. */
export const dns: Check = {
  name: 'dns',
  after: ['network'],
  async run({ site }) {
    const names = namesToKnow(site)
    if (names.length === 0) return notConfigured('machine by name', 'hub.address, updates.repository, time.server')
    return judgeDns(await Promise.all(names.map(lookUp)))
  },
}

export function namesToKnow(site: Site): string[] {
  const { hub, updates, time } = site
  const addresses = [hub?.address, updates?.repository].flatMap((address) => URL.parse(address ?? '')?.hostname ?? [])
  const server = time?.server
  const machines = [server === undefined ? undefined : readPlace(server, 123), backupServer(site)]
  const hosts = machines.flatMap((machine) => machine?.host ?? [])
  return [...new Set([...addresses, ...hosts])].filter((name) => isIP(name.replace(/^\[|\]$/g, '')) === 0)
}

/** `outcome`: an address, or the resolver's code. */
export type LookedUp = { name: string; found: boolean; outcome: string }

async function lookUp(name: string): Promise<LookedUp> {
  return lookup(name).then(
    ({ address }) => ({ name, found: true, outcome: address }),
    (error: NodeJS.ErrnoException) => ({ name, found: false, outcome: error.code ?? 'unknown' }),
  )
}

export function judgeDns(names: readonly LookedUp[]): Finding {
  const lost = names.filter(({ found }) => !found)
  const told = (lost.length > 0 ? lost : names).map(({ name, outcome }) => `${name}: ${outcome}`).join(', ')
  return judged(lost.length > 0 ? 'critical' : 'ok', {
    summary: lost.length > 0 ? `not to be found: ${told}` : told,
    advice: 'see which servers are asked (/etc/resolv.conf) and that they answer; correct the name if it is misspelt',
  })
}
