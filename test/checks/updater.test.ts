import t from 'tap'
import { judgeUpdater, updater } from '../../checks/updater.ts'
import { judgeCases, runHere } from './judging.ts'

const now = Date.parse('2026-03-02T12:00:00Z')
const cron = { kind: 'file' as const, mode: 0o644, uid: 0, size: 80, modified: now }
const facts = { cron, text: '*/15 * * * * root endpoint update\n', lastRun: now - 600_000, now }

judgeCases(
  (it: Parameters<typeof judgeUpdater>[0]) => judgeUpdater(it, { warning: 26, critical: 98 }),
  [
    { says: 'looked ten minutes ago', facts, verdict: 'ok', summary: '0.2 h ago' },
    { says: 'no file of cron', facts: { ...facts, cron: undefined }, verdict: 'critical', summary: 'missing' },
    {
      says: 'a file without its last newline',
      facts: { ...facts, text: 'x' },
      verdict: 'critical',
      summary: 'cron skips',
    },
    { says: 'a file that others may write', facts: { ...facts, cron: { ...cron, mode: 0o664 } }, verdict: 'critical' },
    { says: "somebody else's file", facts: { ...facts, cron: { ...cron, uid: 1000 } }, verdict: 'critical' },
    { says: 'has not run yet', facts: { ...facts, lastRun: undefined }, verdict: 'warning', summary: 'never' },
    { says: 'has not run for days', facts: { ...facts, lastRun: now - 5 * 86_400_000 }, verdict: 'critical' },
  ],
)

t.test('a site without a source of releases needs none', async (t) => {
  t.match(await runHere(updater), { verdict: 'ok', summary: /not looked at.*updates.repository/ })
})
