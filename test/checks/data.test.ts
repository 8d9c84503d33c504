import { utimesSync } from 'node:fs'
import t from 'tap'
import { judgeAge } from '../../checks/ages.ts'
import { lastImport } from '../../checks/last-import.ts'
import { judgeQuarantine, quarantine } from '../../checks/quarantine.ts'
import { judgeCases, runHere } from './judging.ts'

const now = Date.parse('2026-03-02T12:00:00Z')
const hoursAgo = (hours: number) => now - hours * 3_600_000

judgeCases(
  (when: number | undefined) =>
    judgeAge({ what: 'last import', when, now, advice: 'look' }, { warning: 26, critical: 98 }),
  [
    { says: 'last night', facts: hoursAgo(8), verdict: 'ok', summary: 'last import: 8 h ago, at 2026-03-02T04:00:00Z' },
    { says: 'a night was missed', facts: hoursAgo(30), verdict: 'warning' },
    { says: 'a week was missed', facts: hoursAgo(170), verdict: 'critical', summary: '170 h ago' },
    { says: 'never yet', facts: undefined, verdict: 'warning', summary: 'never' },
    { says: 'a time to come counts as now', facts: now + 5000, verdict: 'ok', summary: '0 h ago' },
  ],
)

judgeCases(
  (documents: number) => judgeQuarantine(documents, { warning: 1, critical: 100 }),
  [
    { says: 'none is fine', facts: 0, verdict: 'ok' },
    { says: 'one wants a look', facts: 1, verdict: 'warning', summary: '1 document is' },
    { says: 'a hundred is a trouble of its own', facts: 100, verdict: 'critical', summary: '100 documents are' },
  ],
)

t.test('the last import is read from the store, also while its latest writes stand in the log', async (t) => {
  const data = t.testdir({ 'records.sqlite': 'x', 'records.sqlite-wal': 'x' })
  const site = `gateway: { data: ${data} }`
  const days = (count: number) => new Date(Date.now() - count * 86_400_000)
  utimesSync(`${data}/records.sqlite`, days(9), days(9))
  t.match(await runHere(lastImport, site), { verdict: 'ok' })
  utimesSync(`${data}/records.sqlite-wal`, days(2), days(2))
  t.match(await runHere(lastImport, site), { verdict: 'warning', summary: /4[78](\.\d)? h ago/ })
  t.match(await runHere(lastImport, `gateway: { data: ${data}/none }`), { verdict: 'warning', summary: /never/ })
})

t.test('quarantined documents are counted, each once', async (t) => {
  const data = t.testdir({ quarantine: { 'a.xml': '', 'a.json': '{}', 'b.xml': '', 'b.json': '{}' } })
  t.match(await runHere(quarantine, `gateway: { data: ${data} }`), { verdict: 'warning', summary: /^2 documents/ })
  t.match(await runHere(quarantine, `gateway: { data: ${data}/none }`), { verdict: 'ok' })
})
