import { readPlace } from '../../checks/machine-address.ts'
import { fileChanges, type WantedFile } from '../file-changes.ts'
import { siteFolder } from '../names.ts'
import { tunnelKey } from '../secret-files.ts'
import type { Site } from '../site.ts'
import { type Change, judgeChanges, notWanted, type Step } from '../step.ts'
import { removeService } from '../units/remove-service.ts'
import { serviceChanges } from '../units/service-changes.ts'

const name = 'scoop-tunnel'
const settings = `${siteFolder}/tunnel.conf`
const hostKeys = `${siteFolder}/tunnel-hosts`

/** Keeps a way open from a hub that can't reach the clinic (`gateway-api.md` section 1). */
export const tunnel: Step = {
  name: 'tunnel',
  services: [name],
  async check(work) {
    const changes = await tunnel.changes(work)
    if (changes.length === 0 && work.site.tunnel === undefined) return notWanted('the site wants no tunnel')
    return judgeChanges(changes, { holds: 'the tunnel runs', advice: `see what ssh says: journalctl -u ${name}` })
  },
  async changes(work): Promise<Change[]> {
    if (work.site.tunnel === undefined) return removeService(work, name)
    const reads = [settings, hostKeys, tunnelKey(work.site.tunnel)]
    const files = await fileChanges(work.target, tunnelFiles(work.site))
    return [...files, ...(await serviceChanges(work, [{ name, timer: false, environment: {}, reads }]))]
  },
}

/** Ports of the hub, plus the endpoint's number, and what of this machine stands behind them. */
const hubPorts = { gateway: 10_300, ssh: 30_300 }

export function tunnelFiles(site: Site): WantedFile[] {
  if (!site.tunnel) return []
  const { to, id, 'host-key': hostKey } = site.tunnel
  const [user = '', place = ''] = to.split('@')
  const { host, port } = readPlace(place, 22)
  const gateway = readPlace(site.gateway?.https ?? site.gateway?.http ?? '127.0.0.1:3001', 443)
  const options = [
    ['HostName', host],
    ['Port', port],
    ['User', user],
    ['IdentityFile', tunnelKey(site.tunnel)],
    ['IdentitiesOnly', 'yes'],
    ['BatchMode', 'yes'],
    ['UserKnownHostsFile', hostKeys],
    ['StrictHostKeyChecking', 'yes'],
    // Without it, ssh would stay connected although the hub gave it no ports.
    ['ExitOnForwardFailure', 'yes'],
    ['ServerAliveInterval', 15],
    ['ServerAliveCountMax', 3],
    ['RemoteForward', `localhost:${hubPorts.gateway + id} 127.0.0.1:${gateway.port}`],
    ['RemoteForward', `localhost:${hubPorts.ssh + id} 127.0.0.1:22`],
  ]
  const known = port === 22 ? host : `[${host}]:${port}`
  const own = { mode: 0o644 }
  return [
    { path: settings, ...own, content: `Host hub\n${options.map(([key, value]) => `  ${key} ${value}\n`).join('')}` },
    { path: hostKeys, ...own, content: `${known} ${hostKey}\n` },
  ]
}
