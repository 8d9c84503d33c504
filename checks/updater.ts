import { updaterCron, updaterStamp } from '../provision/names.ts'
import { type Limits, limitsOf } from '../provision/site/thresholds.ts'
import { judgeAge } from './ages.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import type { Seen } from './host.ts'
import { judged, notConfigured } from './judge.ts'

/** Whether somebody looks for new releases. */
export const updater: Check = {
  name: 'updater',
  async run({ site, host }) {
    if (site.updates?.repository === undefined) return notConfigured('source of releases', 'updates.repository')
    const [cron, text] = [await host.look(updaterCron), await host.read(updaterCron)]
    const lastRun = (await host.look(updaterStamp))?.modified
    return judgeUpdater({ cron, text: text ?? '', lastRun, now: Date.now() }, limitsOf(site, 'update-hours'))
  },
}

export type UpdaterFacts = { cron: Seen | undefined; text: string; lastRun: number | undefined; now: number }

const provision = 'install it: sudo endpoint provision /etc/scoop-endpoint/site.yaml --only updater'

/** cron skips, in silence, a file that others may write or that doesn't end with a newline. */
export function judgeUpdater({ cron, text, lastRun, now }: UpdaterFacts, limits: Limits): Finding {
  if (!cron)
    return judged('critical', { summary: `${updaterCron} is missing, so nothing is updated`, advice: provision })
  if (cron.uid !== 0 || (cron.mode & 0o022) !== 0 || !text.endsWith('\n')) {
    const summary = `cron skips ${updaterCron}: it must be root's, writable by nobody else, and end with a newline`
    return judged('critical', { summary, advice: provision })
  }
  const advice = 'see that cron runs, and what the updater says: sudo endpoint update'
  return judgeAge({ what: 'last look for a new release', when: lastRun, now, advice }, limits)
}
