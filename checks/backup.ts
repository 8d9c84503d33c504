import type { ExportState } from '../provision/export-state.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { notConfigured } from './judge.ts'
import { defaultBackupAge, hoursSince, readExportState } from './read-export-state.ts'

/** Whether the clinic's backup comes: without one there is nothing new to export. */
export const backup: Check = {
  name: 'backup',
  async run(subject) {
    if (!subject.site.oscar?.source) return notConfigured('OSCAR database', 'oscar.source')
    const { 'backup-done': announced, 'backup-age': limit = defaultBackupAge } = subject.site.export ?? {}
    return judgeBackup(announced !== undefined, await readExportState(subject), limit, new Date())
  },
}

/** `limit` is in hours. */
export function judgeBackup(announced: boolean, state: ExportState | undefined, limit: number, now: Date): Finding {
  if (!announced) {
    return {
      verdict: 'warning',
      summary: 'nothing says when the backup is done',
      advice: 'say so in the site file: export.backup-done',
    }
  }
  const advice = 'ask whoever looks after OSCAR whether the backup ran, and whether it still tells us when it is done'
  if (!state?.backupSeen) return { verdict: 'warning', summary: 'no backup has been seen yet', advice }
  const age = hoursSince(state.backupSeen, now)
  const summary = `the last backup was seen ${age.toFixed(1)} h ago`
  const metrics = [{ name: 'age', value: Math.round(age * 10) / 10, unit: 'h', warning: limit }]
  return age < limit ? { verdict: 'ok', summary, metrics } : { verdict: 'warning', summary, metrics, advice }
}
