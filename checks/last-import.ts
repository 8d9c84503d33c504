import { limitsOf } from '../provision/site/thresholds.ts'
import { judgeAge } from './ages.ts'
import type { Check } from './check.ts'
import { dataFolder } from './places.ts'

/** When the gateway last stored something: an export that fails in silence shows here. */
export const lastImport: Check = {
  name: 'last-import',
  after: ['gateway'],
  async run({ site, host }) {
    if ((site.gateway?.store ?? 'sqlite') !== 'sqlite') {
      return { verdict: 'ok', summary: 'not looked at: only the embedded store shows when it was last written' }
    }
    const file = `${dataFolder(site)}/records.sqlite`
    // What was written last stands in the log beside the database until the next checkpoint.
    const seen = await Promise.all([host.look(file), host.look(`${file}-wal`)])
    const times = seen.flatMap((it) => (it && it.size > 0 ? it.modified : []))
    const advice = 'see how the last export ended (journalctl -u scoop-export -n 50), and whether a backup was done'
    const when = times.length > 0 ? Math.max(...times) : undefined
    return judgeAge({ what: 'last import', when, now: Date.now(), advice }, limitsOf(site, 'import-hours'))
  },
}
