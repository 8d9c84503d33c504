import type { Site } from '../provision/site.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { judged } from './judge.ts'
import { isLoopback, readPlace } from './machine-address.ts'
import { readSockets, type Socket } from './proc-net.ts'

/** Whether only what is wanted listens to the network; that the wanted ones do answer is told by other checks. */
export const listening: Check = {
  name: 'listening',
  run: async ({ site, host }) => judgeListening(await readSockets(host), wantedSockets(site)),
}

/** What may listen; `machine` is reached from the machine itself only. */
export type WantedSocket = { protocol: 'tcp' | 'udp'; port: number; reach: 'machine' | 'network'; what: string }

export function wantedSockets({ gateway = {}, monitoring }: Site): WantedSocket[] {
  const door = (what: string, address: string): WantedSocket => {
    const { host, port } = readPlace(address, 443)
    return { protocol: 'tcp', port, reach: isLoopback(host) ? 'machine' : 'network', what }
  }
  const store = /^mongodb:\/\/(?:[^@/]*@)?([^,/?]+)/.exec(gateway.store ?? '')?.[1]
  return [
    { protocol: 'tcp', port: 22, reach: 'network', what: 'ssh' },
    door("the gateway's plain HTTP", gateway.http ?? '127.0.0.1:3001'),
    ...(gateway.https === undefined ? [] : [door("the gateway's HTTPS", gateway.https)]),
    { protocol: 'tcp', port: store ? readPlace(store, 27_017).port : 27_017, reach: 'machine', what: 'MongoDB' },
    ...(monitoring?.from ? [{ protocol: 'tcp', port: 5666, reach: 'network', what: 'NRPE' } as const] : []),
    // A client of these listens too.
    { protocol: 'udp', port: 68, reach: 'network', what: 'DHCP' },
    { protocol: 'udp', port: 546, reach: 'network', what: 'DHCP' },
    { protocol: 'udp', port: 123, reach: 'network', what: 'time synchronisation' },
  ]
}

export function judgeListening(sockets: readonly Socket[], wanted: readonly WantedSocket[]): Finding {
  const open = sockets.filter(({ address }) => !isLoopback(address))
  const wish = ({ protocol, port }: Socket) => wanted.find((it) => it.protocol === protocol && it.port === port)
  const exposed = open.filter((socket) => wish(socket)?.reach === 'machine')
  const strange = open.filter((socket) => wish(socket) === undefined)
  if (exposed.length > 0) {
    return judged('critical', {
      summary: `the network reaches what is for this machine alone: ${exposed.map((it) => `${wish(it)?.what} on ${text(it)}`).join(', ')}`,
      advice: 'let it listen on 127.0.0.1 only, in its own configuration',
    })
  }
  if (strange.length === 0) {
    return {
      verdict: 'ok',
      summary: `only what is wanted listens: ${[...new Set(open.map(text))].join(', ') || 'nothing'}`,
    }
  }
  return judged('warning', {
    summary: `nobody wants what listens on ${[...new Set(strange.map(text))].join(', ')}`,
    advice: 'see which program that is (ss -lntup) and remove or stop it',
  })
}

const text = ({ protocol, address, port }: Socket) =>
  `${address.includes(':') ? `[${address}]` : address}:${port}/${protocol}`
