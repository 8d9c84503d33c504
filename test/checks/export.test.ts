import t from 'tap'
import { judgeBackup } from '../../checks/backup.ts'
import { judgeExport } from '../../checks/exported.ts'
import type { Verdict } from '../../checks/finding.ts'
import type { ExportState } from '../../provision/export-state.ts'

const now = new Date('2014-07-01T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()
const done = (hours: number): ExportState => ({
  started: hoursAgo(hours + 1),
  finished: hoursAgo(hours),
  outcome: 'done',
  lastComplete: hoursAgo(hours),
  backup: 'announced',
  backupSeen: hoursAgo(hours + 1),
  processed: 900,
  failed: 0,
})

const backups: {
  says: string
  announced?: false
  state: ExportState | undefined
  verdict: Verdict
  summary: RegExp
}[] = [
  { says: 'a backup of the night is fine', state: done(9), verdict: 'ok', summary: /seen 10.0 h ago/ },
  { says: 'a missed backup is a warning', state: done(30), verdict: 'warning', summary: /31.0 h ago/ },
  { says: 'none ever is a warning', state: undefined, verdict: 'warning', summary: /no backup has been seen/ },
  {
    says: 'no signal is a warning',
    announced: false,
    state: done(1),
    verdict: 'warning',
    summary: /nothing says when/,
  },
]
for (const { says, announced = true, state, verdict, summary } of backups) {
  t.test(says, async (t) => t.match(judgeBackup(announced, state, 26, now), { verdict, summary }))
}

const exports: {
  says: string
  announced?: false
  state: ExportState | undefined
  verdict: Verdict
  summary: RegExp
}[] = [
  { says: 'an export of the night is fine', state: done(9), verdict: 'ok', summary: /900 patients exported 9.0 h ago/ },
  { says: 'none ever is critical', state: undefined, verdict: 'critical', summary: /no export has been made/ },
  {
    says: 'one that stopped is critical',
    state: { ...done(1), outcome: 'aborted', reason: 'no database' },
    verdict: 'critical',
    summary: /stopped: no database/,
  },
  {
    says: 'one that is under way is fine',
    state: { ...done(1), outcome: 'running' },
    verdict: 'ok',
    summary: /under way/,
  },
  {
    says: 'one that never ends is critical',
    state: { ...done(24), outcome: 'running' },
    verdict: 'critical',
    summary: /under way for 25/,
  },
  {
    says: 'patients that failed are a warning',
    state: { ...done(1), outcome: 'incomplete', failed: 3 },
    verdict: 'warning',
    summary: /3 failed/,
  },
  {
    says: 'waiting for the backup is the trouble of the backup',
    state: done(40),
    verdict: 'ok',
    summary: /40.0 h ago/,
  },
  { says: 'but not for weeks', state: done(200), verdict: 'critical', summary: /nothing exported for 200/ },
  {
    says: 'without a signal a day is too long',
    announced: false,
    state: done(40),
    verdict: 'critical',
    summary: /40.0 h/,
  },
]
for (const { says, announced = true, state, verdict, summary } of exports) {
  t.test(says, async (t) => t.match(judgeExport(announced, state, 26, now), { verdict, summary }))
}
