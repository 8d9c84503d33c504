import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { baseRoot } from './base-root.ts'
import { run } from './commands.ts'
import { bootHost, type Host } from './host.ts'
import { addresses, type Network, openNetwork, type RouterKind } from './network.ts'

/** A clinic with its network, in which hosts are booted; all of it goes with `await using`. */
export type Scenario = AsyncDisposable & {
  network: Network
  /** The technician's private key, which every host lets in. */
  identity: string
  boot(role: 'endpoint' | 'oscar' | 'hub', options?: { roots?: string[] }): Promise<Host>
}

/** Why hosts can't be made here; undefined where they can. In CI that is an error, elsewhere a test may skip. */
export function whyNoHosts(more: readonly string[] = []): string | undefined {
  if (process.getuid?.() !== 0) return 'test hosts need root'
  const needed = ['systemd-nspawn', 'mmdebstrap', 'nft', 'nmap', 'ip', 'nsenter', ...more]
  const missing = needed.filter((program) => !isThere(program))
  return missing.length > 0 ? `test hosts need ${missing.join(', ')}` : undefined
}

function isThere(program: string): boolean {
  try {
    run('sh', ['-c', 'command -v "$1"', 'sh', program])
    return true
  } catch {
    return false
  }
}

export async function openScenario({ router = 'careless' }: { router?: RouterKind } = {}): Promise<Scenario> {
  await using made = new AsyncDisposableStack()
  const folder = made.adopt(mkdtempSync(join(tmpdir(), 'scoop-hosts-')), (it) => rmSync(it, { recursive: true }))
  const prefix = `s${process.pid.toString(36)}`
  const network = made.use(openNetwork(prefix, router))
  const identity = join(folder, 'id')
  run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'technician', '-f', identity])
  const publicKey = readFileSync(`${identity}.pub`, 'utf8')
  const kept = made.move()
  return {
    network,
    identity,
    async boot(role, { roots = [] } = {}) {
      const place =
        role === 'hub' ? ({ bridge: 'wan' } as const) : { bridge: 'lan' as const, gateway: addresses.routerLan }
      const own = { name: `${prefix}-${role}`, address: addresses[role], folder: join(folder, role) }
      const host = await bootHost({ ...own, ...place, network, publicKey, roots: [...roots, baseRoot()] })
      kept.defer(() => host.remove())
      return host
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
