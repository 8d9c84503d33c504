import { fileChanges } from '../file-changes.ts'
import { type Change, judgeChanges, type Step, type Work } from '../step.ts'

const journal = {
  path: '/etc/systemd/journald.conf.d/scoop-endpoint.conf',
  mode: 0o644,
  content: `# Written by endpoint provision: logs outlive a reboot, and never fill the disk.
[Journal]
Storage=persistent
SystemMaxUse=500M
SystemKeepFree=1G
MaxRetentionSec=3month
`,
}

/** upstart's own rule keeps a week, and knows no size; logrotate 3.7.8 knows neither maxsize nor su. */
const rotation = {
  path: '/etc/logrotate.d/scoop-endpoint',
  mode: 0o644,
  content: `# Written by endpoint provision.
/var/log/scoop-endpoint/*.log {
    weekly
    rotate 13
    size 20M
    compress
    missingok
    notifempty
    copytruncate
}
`,
}

export const logFiles = [journal.path, rotation.path]

/** Logs have bounds. */
export const logs: Step = {
  name: 'logs',
  check: async (work) => judgeChanges(await logs.changes(work), { holds: 'logs are bounded', advice: 'see /etc' }),
  async changes(work): Promise<Change[]> {
    if (work.platform === 'precise') return fileChanges(work.target, [rotation])
    const folder = '/etc/systemd/journald.conf.d'
    const files = await fileChanges(work.target, [journal])
    return files.map((change) => ({
      ...change,
      async apply() {
        if (!(await work.target.find(folder))) await work.target.makeFolder(folder, { mode: 0o755 })
        await change.apply()
        await restartJournal(work)
      },
    }))
  },
}

const restartJournal = async ({ target }: Work): Promise<void> =>
  void (await target.must(['systemctl', 'restart', 'systemd-journald']))
