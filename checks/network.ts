import { networkInterfaces } from 'node:os'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import type { Host } from './host.ts'
import { judged } from './judge.ts'

/** Whether the machine hangs on a cable, and on nothing else. */
export const network: Check = {
  name: 'network',
  run: async ({ host }) => judgeNetwork(await readInterfaces(host)),
}

export type Interface = {
  name: string
  kind: 'wired' | 'wireless' | 'virtual'
  /** Undefined for one that is not in use. */
  address: string | undefined
}

/** From the kernel's own tables: the programs that tell of them differ from Ubuntu 12.04 to today's. */
export async function readInterfaces(host: Host): Promise<Interface[]> {
  const used = networkInterfaces()
  const names = new Set([...Object.keys(used), ...((await host.list('/sys/class/net')) ?? [])])
  return Promise.all(
    [...names].map(async (name) => ({ name, kind: await kindOf(host, name), address: used[name]?.[0]?.address })),
  )
}

/** ARPHRD_ETHER of the kernel. */
const ethernet = '1'

async function kindOf(host: Host, name: string): Promise<Interface['kind']> {
  const place = `/sys/class/net/${name}`
  const has = async (part: string) => (await host.look(`${place}/${part}`)) !== undefined
  if ((await has('wireless')) || (await has('phy80211'))) return 'wireless'
  const type = (await host.read(`${place}/type`))?.trim() ?? ethernet
  const made = name === 'lo' || type !== ethernet || (await has('bridge')) || (await has('tun_flags'))
  return made ? 'virtual' : 'wired'
}

export function judgeNetwork(interfaces: readonly Interface[]): Finding {
  const wireless = interfaces.filter(({ kind }) => kind === 'wireless')
  const airborne = wireless.find(({ address }) => address !== undefined)
  const wired = interfaces.find(({ kind, address }) => kind === 'wired' && address !== undefined)
  if (airborne) {
    return judged('critical', {
      summary: `the wireless interface ${airborne.name} is in use (${airborne.address})`,
      advice: `use a cable, and switch wireless off: rfkill block wifi`,
    })
  }
  if (!wired) {
    return judged('critical', {
      summary: 'no wired interface is in use',
      advice: 'plug the cable in and see that the interface gets its address: ip addr',
    })
  }
  const summary = `wired: ${wired.name} has ${wired.address}`
  return wireless.length === 0
    ? { verdict: 'ok', summary }
    : judged('warning', {
        summary: `${summary}; there is a wireless interface, ${wireless[0]?.name}, that is not in use`,
        advice: 'take it out or switch it off for good, in the firmware settings or with rfkill block wifi',
      })
}
