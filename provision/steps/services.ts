import { fileChanges } from '../file-changes.ts'
import { currentRelease, defaultSiteFile } from '../names.ts'
import type { Change, Step, Work } from '../step.ts'
import { services as all, unitFiles } from '../units/installed-units.ts'

/** What each platform calls a service that runs by itself: the timer, where it has one. */
const started = all.map(({ name, timer }) => (timer ? `${name}.timer` : `${name}.service`))

/** The units, and that what they describe runs, with the release and the site file that are in place. */
export const services: Step = {
  name: 'services',
  async check(work) {
    const changes = await services.changes(work)
    if (changes.length === 0) return { verdict: 'ok', summary: `${started.join(' and ')} run` }
    return {
      verdict: 'critical',
      summary: changes.map(({ summary }) => summary).join(', '),
      advice: `see what it says: ${work.platform === 'current' ? 'journalctl -u scoop-gateway -n 50' : 'tail /var/log/upstart/scoop-gateway.log'}`,
    }
  },
  changes: (work) => (work.platform === 'current' ? systemdChanges(work) : upstartChanges(work)),
}

async function systemdChanges(work: Work): Promise<Change[]> {
  const { target } = work
  const files = await fileChanges(target, await unitFiles('current', timeZone))
  const reload = {
    summary: 'let systemd read its units',
    apply: () => ran(target.must(['systemctl', 'daemon-reload'])),
  }
  const enabling = await Promise.all(started.map((unit) => enableChange(work, unit)))
  return [...files, ...(files.length > 0 ? [reload] : []), ...enabling.flat(), ...(await restartChange(work, files))]
}

async function enableChange({ target }: Work, unit: string): Promise<Change[]> {
  const { stdout } = await target.run(['systemctl', 'is-enabled', unit])
  const active = await target.run(['systemctl', 'is-active', unit])
  if (stdout.trim() === 'enabled' && active.code === 0) return []
  return [
    {
      summary: `start ${unit}, now and at each boot`,
      apply: () => ran(target.must(['systemctl', 'enable', '--now', unit])),
    },
  ]
}

/** A gateway that was started before its unit, site file or release changed still runs with the old ones. */
async function restartChange({ target }: Work, files: readonly Change[]): Promise<Change[]> {
  const active = await target.run(['systemctl', 'is-active', 'scoop-gateway.service'])
  if (active.code !== 0) return []
  const since = await startOf(target)
  const newer = files.length > 0 || (await changedSince(target, since, [defaultSiteFile, currentRelease]))
  if (!newer) return []
  return [
    {
      summary: 'restart scoop-gateway',
      apply: () => ran(target.must(['systemctl', 'restart', 'scoop-gateway.service'])),
    },
  ]
}

async function startOf(target: Work['target']): Promise<number> {
  const { stdout } = await target.run([
    ...['systemctl', 'show', 'scoop-gateway.service'],
    ...['--property=ActiveEnterTimestamp', '--value', '--timestamp=unix'],
  ])
  return Number(stdout.trim().replace('@', ''))
}

async function changedSince(target: Work['target'], since: number, paths: readonly string[]): Promise<boolean> {
  const { stdout } = await target.run(['stat', '--format=%Z', ...paths])
  return stdout
    .trim()
    .split('\n')
    .some((changed) => Number(changed) > since)
}

/** upstart takes new job files up by itself; a running one keeps its old definition until it is stopped. */
async function upstartChanges({ target }: Work): Promise<Change[]> {
  const files = await fileChanges(target, await unitFiles('precise', timeZone))
  const { stdout } = await target.run(['status', 'scoop-gateway'])
  const running = stdout.includes('start/running')
  if (running && files.length === 0) return []
  const stop = { summary: 'stop scoop-gateway', apply: () => ran(target.must(['stop', 'scoop-gateway'])) }
  const start = { summary: 'start scoop-gateway', apply: () => ran(target.must(['start', 'scoop-gateway'])) }
  return [...files, ...(running ? [stop] : []), start]
}

/** Until sites say theirs: where the clinics are. */
const timeZone = 'America/Vancouver'

const ran = async (work: Promise<unknown>): Promise<void> => void (await work)
