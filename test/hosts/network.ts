import { existsSync, readdirSync, rmSync } from 'node:fs'
import { run } from './commands.ts'

/** Addresses of a scenario; every scenario has the same, in network namespaces of its own (`test-hosts.md` section 4). */
export const addresses = {
  endpoint: '10.44.0.10',
  oscar: '10.44.0.20',
  ops: '10.44.0.9',
  routerLan: '10.44.0.1',
  routerWan: '203.0.113.1',
  inet: '203.0.113.9',
  hub: '203.0.113.20',
} as const

export const bridges = { lan: 'br-lan', wan: 'br-wan' } as const

/** `correct` forwards HTTPS alone to the endpoint; `careless` forwards every port, so that a scan meets the endpoint's own rules. */
export type RouterKind = 'correct' | 'careless'

export type Network = Disposable & {
  /** The arguments that run a program at a place: `nsenter --net=…`. */
  at(place: 'fabric' | 'router' | 'ops' | 'inet'): string[]
  /** Cuts the line to the internet, and mends it. */
  line(up: boolean): void
}

/** Makes the clinic's network, its router and a piece of internet. No leg reaches the machine's own interfaces. */
export function openNetwork(prefix: string, kind: RouterKind): Network {
  const name = (place: string) => `${prefix}-${place}`
  const at = (place: string) => ['nsenter', `--net=/run/netns/${name(place)}`]
  const inside = (place: string, args: string[], input?: string) => {
    const [program = '', ...rest] = [...at(place), ...args]
    return run(program, rest, input)
  }
  const places = ['fabric', 'router', 'ops', 'inet']
  for (const place of places) {
    forget(name(place))
    run('ip', ['netns', 'add', name(place)])
    inside(place, ['ip', 'link', 'set', 'lo', 'up'])
  }
  for (const bridge of Object.values(bridges)) {
    inside('fabric', ['ip', 'link', 'add', bridge, 'type', 'bridge'])
    inside('fabric', ['ip', 'link', 'set', bridge, 'up'])
  }
  const plug = (place: string, device: string, bridge: string, address: string) => {
    const port = `p-${place}-${device}`.slice(0, 15)
    const peer = ['peer', 'name', device, 'netns', name(place)]
    inside('fabric', ['ip', 'link', 'add', port, 'type', 'veth', ...peer])
    inside('fabric', ['ip', 'link', 'set', port, 'master', bridge, 'up'])
    inside(place, ['ip', 'addr', 'add', `${address}/24`, 'dev', device])
    inside(place, ['ip', 'link', 'set', device, 'up'])
  }
  plug('ops', 'eth0', bridges.lan, addresses.ops)
  plug('router', 'lan', bridges.lan, addresses.routerLan)
  plug('router', 'wan', bridges.wan, addresses.routerWan)
  plug('inet', 'eth0', bridges.wan, addresses.inet)
  inside('ops', ['ip', 'route', 'add', 'default', 'via', addresses.routerLan])
  inside('fabric', ['sysctl', '-qw', 'net.bridge.bridge-nf-call-iptables=0', 'net.bridge.bridge-nf-call-ip6tables=0'])
  inside('router', ['sysctl', '-qw', 'net.ipv4.ip_forward=1'])
  inside('router', ['nft', '-f', '-'], routerRules(kind))
  return {
    at,
    line: (up) => void inside('router', ['ip', 'link', 'set', 'wan', up ? 'up' : 'down']),
    [Symbol.dispose]() {
      for (const place of places) forget(name(place))
    },
  }
}

function routerRules(kind: RouterKind): string {
  const forwarded = kind === 'correct' ? 'iifname "wan" tcp dport 443' : 'iifname "wan"'
  return `table ip nat {
  chain pre { type nat hook prerouting priority -100; ${forwarded} dnat to ${addresses.endpoint}; }
  chain post { type nat hook postrouting priority 100; oifname "wan" masquerade; }
}`
}

/** A killed run leaves an empty file where its namespace was. */
function forget(namespace: string): void {
  if (!readNamespaces().includes(namespace)) return
  try {
    run('ip', ['netns', 'del', namespace])
  } catch {
    rmSync(`/run/netns/${namespace}`, { force: true })
  }
}

const readNamespaces = () => (existsSync('/run/netns') ? readdirSync('/run/netns') : [])
