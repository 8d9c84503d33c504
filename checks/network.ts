import { networkInterfaces } from 'systeminformation'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { judged } from './judge.ts'

/** Whether the machine hangs on a cable, and on nothing else. */
export const network: Check = {
  name: 'network',
  async run() {
    const all = [await networkInterfaces('*')].flat()
    return judgeNetwork(
      all.map(({ iface, type, operstate, ip4, ip6, internal, virtual }) => {
        const inUse = operstate !== 'down' && (ip4 !== '' || ip6 !== '')
        return { name: iface, kind: internal || virtual ? 'virtual' : type, inUse, address: ip4 || ip6 }
      }),
    )
  },
}

/** `kind` as systeminformation says it: wired, wireless or virtual. */
export type Interface = { name: string; kind: string; inUse: boolean; address: string }

export function judgeNetwork(interfaces: readonly Interface[]): Finding {
  const wireless = interfaces.filter(({ kind }) => kind === 'wireless')
  const airborne = wireless.find(({ inUse }) => inUse)
  const wired = interfaces.find(({ kind, inUse }) => kind === 'wired' && inUse)
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
