import { lookup } from 'node:dns/promises'
import { BlockList } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Site } from '../provision/site.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { judged, notConfigured } from './judge.ts'
import { type Place, readPlace } from './machine-address.ts'
import { reach } from './reach.ts'

/** Whether the backup OSCAR's database server stands in this network segment and answers. */
export const backupOscar: Check = {
  name: 'backup-oscar',
  after: ['network'],
  async run({ site }) {
    const server = backupServer(site)
    if (!server) return notConfigured('backup OSCAR', 'clinic.backup-oscar')
    const address = await lookup(server.host).then(
      (found) => found.address,
      () => undefined,
    )
    const outcome = address === undefined ? 'ENOTFOUND' : await reach({ ...server, host: address })
    return judgeBackupOscar({ ...server, address, outcome, networks: ownNetworks() })
  },
}

/** The one that the site names, or where the shadow reads; undefined for a dump file. */
export function backupServer({ clinic, oscar }: Site): Place | undefined {
  const source = /^mysql:\/\/(?:[^@/]*@)?([^/?]+)/.exec(oscar?.source ?? '')?.[1]
  const named = clinic?.['backup-oscar'] ?? source
  return named === undefined ? undefined : readPlace(named, 3306)
}

/** Those that this machine has an address in, as `10.44.0.10/24`. */
const ownNetworks = () =>
  Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.flatMap(({ cidr }) => cidr ?? []))

export type Link = Place & {
  /** Undefined where the name is not known. */
  address: string | undefined
  /** `reached`, or the system's code. */
  outcome: string
  networks: readonly string[]
}

export function judgeBackupOscar({ host, port, address, outcome, networks }: Link): Finding {
  const where = `the backup OSCAR's database server, ${host}:${port},`
  if (address === undefined) {
    return judged('critical', {
      summary: `the name of ${where} is not known`,
      advice: 'name its address in the site file (clinic.backup-oscar), or see to the clinic’s DNS',
    })
  }
  if (!networks.some((network) => contains(network, address))) {
    return judged('critical', {
      summary: `${where} is in another network segment than this machine (${networks.join(', ')})`,
      advice: 'connect both machines to the same switch, so that patient data crosses no router',
    })
  }
  if (outcome === 'reached') return { verdict: 'ok', summary: `${where} answers in this network segment` }
  return judged('critical', { summary: `${where} can't be reached: ${outcome}`, advice: adviceFor(outcome) })
}

const adviceFor = (outcome: string) =>
  outcome === 'ECONNREFUSED'
    ? "let its database listen on the clinic's network (bind-address in my.cnf), not on 127.0.0.1 alone"
    : 'see that it is on, and that its firewall lets this machine in'

function contains(network: string, address: string): boolean {
  const [base = '', length = ''] = network.split('/')
  const list = new BlockList()
  list.addSubnet(base, Number(length), base.includes(':') ? 'ipv6' : 'ipv4')
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}
