import { fileChanges } from '../file-changes.ts'
import type { Change, Work } from '../step.ts'
import { type Service, startedUnit, unitFiles } from './installed-units.ts'

/** What it takes to make services run as their units say, now and after each boot, with what they read as it is now. */
export async function serviceChanges(work: Work, services: readonly Service[]): Promise<Change[]> {
  if (work.platform === 'precise') return (await Promise.all(services.map((it) => jobChanges(work, it)))).flat()
  const files = await Promise.all(services.map((it) => unitFiles(it, 'current')))
  const written = await fileChanges(work.target, files.flat())
  const reload: Change = {
    summary: 'let systemd read its units',
    apply: () => must(work, ['systemctl', 'daemon-reload']),
  }
  const started = await Promise.all(services.map((it, place) => unitChanges(work, it, files[place] ?? [])))
  return [...written, ...(written.length > 0 ? [reload] : []), ...started.flat()]
}

type Paths = readonly { path: string }[]

async function unitChanges(work: Work, service: Service, files: Paths): Promise<Change[]> {
  const unit = startedUnit(service)
  const { stdout } = await work.target.run([
    ...['systemctl', 'show', unit, '--timestamp=unix'],
    '--property=ActiveState,UnitFileState,ActiveEnterTimestamp',
  ])
  const value = (name: string) => new RegExp(`^${name}=@?(.*)$`, 'm').exec(stdout)?.[1] ?? ''
  if (value('ActiveState') !== 'active' || value('UnitFileState') !== 'enabled') {
    return [
      {
        summary: `start ${unit}, now and at each boot`,
        async apply() {
          // One that has failed too often in a short time is refused otherwise.
          await work.target.run(['systemctl', 'reset-failed', unit])
          await must(work, ['systemctl', 'enable', '--now', unit])
        },
      },
    ]
  }
  const stale = await isStale(work, Number(value('ActiveEnterTimestamp')), service, files)
  return stale ? [restart(work, service)] : []
}

export const restart = (work: Work, service: Pick<Service, 'name' | 'timer'>): Change => ({
  summary: `restart ${service.name}`,
  async apply() {
    if (work.platform === 'current') return must(work, ['systemctl', 'restart', startedUnit(service)])
    // upstart's own restart keeps the definition that the job was started with.
    await work.target.run(['stop', service.name])
    await must(work, ['start', service.name])
  },
})

/** Whether a service that was started at a time, in seconds since 1970, runs with something that is different now. */
async function isStale(work: Work, since: number, service: Service, files: Paths): Promise<boolean> {
  const wanted = await fileChanges(work.target, await unitFiles(service, work.platform))
  if (wanted.length > 0) return true
  const paths = [...files.map(({ path }) => path), ...service.reads]
  const { stdout } = await work.target.run(['stat', '--format=%Z', ...paths])
  return stdout.split('\n').some((changed) => Number(changed) > since)
}

/** upstart takes new job files up by itself, and starts what has a timer on systemd never by itself. */
async function jobChanges(work: Work, service: Service): Promise<Change[]> {
  const files = await unitFiles(service, 'precise')
  const written = await fileChanges(work.target, files)
  if (service.timer) return written
  const { stdout } = await work.target.run(['status', service.name])
  const pid = /start\/running, process (\d+)/.exec(stdout)?.[1]
  if (pid === undefined) {
    return [...written, { summary: `start ${service.name}`, apply: () => must(work, ['start', service.name]) }]
  }
  const { stdout: began } = await work.target.run(['stat', '--format=%Y', `/proc/${pid}`])
  const stale = written.length > 0 || (await isStale(work, Number(began), service, files))
  return [...written, ...(stale ? [restart(work, service)] : [])]
}

const must = async ({ target }: Work, argv: readonly string[]): Promise<void> => void (await target.must(argv))
