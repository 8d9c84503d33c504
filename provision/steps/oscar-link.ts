import { backupOscar } from '../../checks/backup-oscar.ts'
import { look, type Step } from '../step.ts'

/**
 * Whether the backup OSCAR's database can be reached. Nothing of it is mended from here, and an endpoint without it still
 * answers queries, so it stops nothing.
 */
export const oscarLink: Step = {
  name: 'oscar-link',
  async check(work) {
    const found = await look(backupOscar)(work)
    return found.verdict === 'critical' ? { ...found, verdict: 'warning' } : found
  },
  changes: async () => [],
}
