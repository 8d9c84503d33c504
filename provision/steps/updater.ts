import { createHash } from 'node:crypto'
import { fileChanges } from '../file-changes.ts'
import { currentRelease, stateFolder, updaterCron } from '../names.ts'
import type { Site } from '../site.ts'
import { type Change, judgeChanges, notWanted, type Step } from '../step.ts'

/** What lets cron look for new releases. */
export const updater: Step = {
  name: 'updater',
  check: async (work) =>
    work.site.updates?.repository === undefined && (await work.target.find(updaterCron)) === undefined
      ? notWanted('the site names no source of releases')
      : judgeChanges(await updater.changes(work), { holds: `${updaterCron} is in place`, advice: 'see /etc/cron.d' }),
  async changes({ site, target }): Promise<Change[]> {
    if (site.updates?.repository !== undefined) {
      return fileChanges(target, [{ path: updaterCron, content: cronFile(site), mode: 0o644 }])
    }
    if ((await target.find(updaterCron)) === undefined) return []
    return [{ summary: `remove ${updaterCron}`, apply: () => target.remove(updaterCron) }]
  },
}

/**
 * For cron of Ubuntu 12.04 as well, which knows neither seconds nor CRON_TZ; every quarter of an hour needs no zone. The
 * minute differs between sites, so that they don't all ask at once.
 */
export function cronFile({ name = '', updates }: Site): string {
  const [offset = 0] = createHash('sha256').update(`${name} ${updates?.repository}`).digest()
  const minutes = [0, 15, 30, 45].map((quarter) => quarter + (offset % 15)).join(',')
  const command = `flock -n ${stateFolder}/updater.lock ${currentRelease}/bin/endpoint update`
  return [
    '# Looks for a new release of the SCOOP endpoint. Written by endpoint provision.',
    'SHELL=/bin/sh',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `${minutes} * * * * root ${command} 2>&1 | logger -t scoop-update`,
    '',
  ].join('\n')
}
