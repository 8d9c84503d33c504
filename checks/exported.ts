import type { ExportState } from '../provision/export-state.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { notConfigured } from './judge.ts'
import { defaultBackupAge, hoursSince, readExportState } from './read-export-state.ts'

/** Whether what the backup brought has been exported. */
export const exported: Check = {
  name: 'export',
  async run(subject) {
    if (!subject.site.oscar?.source) return notConfigured('OSCAR database', 'oscar.source')
    const { 'backup-done': announced, 'backup-age': limit = defaultBackupAge } = subject.site.export ?? {}
    return judgeExport(announced !== undefined, await readExportState(subject), limit, new Date())
  },
}

/** An export that waits for a backup is the backup's trouble for so many hours, then it is its own. */
const longestWait = 7 * 24
/** The unit ends an export that takes longer, in hours. */
const longestExport = 20

/** `limit` is in hours. */
export function judgeExport(announced: boolean, state: ExportState | undefined, limit: number, now: Date): Finding {
  if (!state) return critical('no export has been made yet', startIt)
  if (state.outcome === 'aborted')
    return critical(`the last export stopped: ${state.reason ?? 'no reason given'}`, startIt)
  if (state.outcome === 'running') return judgeRunning(hoursSince(state.started, now))

  const age = state.lastComplete === null ? Number.POSITIVE_INFINITY : hoursSince(state.lastComplete, now)
  const [processed, failed] = [state.processed, state.failed]
  const metrics = [
    { name: 'age', value: Math.round(age * 10) / 10, unit: 'h', critical: announced ? longestWait : limit },
    { name: 'processed', value: processed },
    { name: 'failed', value: failed, warning: 1 },
  ]
  const summary = `${processed} patients exported ${age.toFixed(1)} h ago`
  if (age >= (announced ? longestWait : limit))
    return { ...critical(`nothing exported for ${age.toFixed(1)} h`, startIt), metrics }
  if (failed === 0) return { verdict: 'ok', summary, metrics }
  const advice = 'report.json in the state folder of the export says which patients failed, and why'
  return { verdict: 'warning', summary: `${summary}, ${failed} failed`, metrics, advice }
}

const startIt = 'see why: journalctl -u scoop-export; or run it: endpoint export'

function judgeRunning(hours: number): Finding {
  const summary = `an export has been under way for ${hours.toFixed(1)} h`
  return hours < longestExport ? { verdict: 'ok', summary } : critical(summary, startIt)
}

const critical = (summary: string, advice: string): Finding => ({ verdict: 'critical', summary, advice })
