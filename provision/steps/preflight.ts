import { backupOscar } from '../../checks/backup-oscar.ts'
import { clock } from '../../checks/clock.ts'
import { clockSkew } from '../../checks/clock-skew.ts'
import { diskSpace } from '../../checks/disk-space.ts'
import { dns } from '../../checks/dns.ts'
import { hardware } from '../../checks/hardware.ts'
import { inodes } from '../../checks/inodes.ts'
import { network } from '../../checks/network.ts'
import { operatingSystem } from '../../checks/operating-system.ts'
import { runChecks } from '../../checks/run-checks.ts'
import { judgeResults } from '../judge-results.ts'
import type { Step } from '../step.ts'

const looked = [hardware, operatingSystem, network, dns, clock, clockSkew, diskSpace, inodes, backupOscar]

/** Whether the machine can be an endpoint at all. It only refuses; nothing here can be mended from within. */
export const preflight: Step = {
  name: 'preflight',
  async check({ site, target }) {
    const results = await runChecks(looked, { site, host: target })
    // The backup OSCAR may be set up later, and has a step of its own.
    return judgeResults(results, { mayWait: [backupOscar.name] })
  },
  changes: async () => [],
}
