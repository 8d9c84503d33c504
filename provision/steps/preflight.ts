import { clock } from '../../checks/clock.ts'
import { clockSkew } from '../../checks/clock-skew.ts'
import { diskSpace } from '../../checks/disk-space.ts'
import { dns } from '../../checks/dns.ts'
import type { Finding } from '../../checks/finding.ts'
import { hardware } from '../../checks/hardware.ts'
import { inodes } from '../../checks/inodes.ts'
import { readPlace } from '../../checks/machine-address.ts'
import { network } from '../../checks/network.ts'
import { operatingSystem } from '../../checks/operating-system.ts'
import { runChecks } from '../../checks/run-checks.ts'
import { judgeResults } from '../judge-results.ts'
import type { Site } from '../site.ts'
import type { Step } from '../step.ts'

const looked = [hardware, operatingSystem, network, dns, clock, clockSkew, diskSpace, inodes]

/** Whether the machine can be an endpoint at all. It only refuses; nothing here can be mended from within. */
export const preflight: Step = {
  name: 'preflight',
  async check({ site, target, platform }) {
    if (platform === 'precise' && wantsLowPort(site)) return lowPort
    return judgeResults(await runChecks(looked, { site, host: target }))
  },
  changes: async () => [],
}

const wantsLowPort = ({ gateway }: Site) =>
  [gateway?.http, gateway?.https].some((address) => address !== undefined && readPlace(address, 443).port < 1024)

/** upstart 1.5 can't give a service the right to a low port without making it root. */
const lowPort: Finding = {
  verdict: 'critical',
  summary: 'on Ubuntu 12.04 a service that is not root gets no port below 1024',
  advice: 'say gateway.https: 0.0.0.0:8443 in the site file, and let the router forward 443 to it',
}
