import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WantedFile } from '../file-changes.ts'
import { stateFolder } from '../names.ts'
import type { Platform } from '../platform.ts'
import type { Site } from '../site.ts'
import { translateToUpstart } from './translate-to-upstart.ts'
import { lastValue, readUnit } from './unit.ts'

/** A service that runs on the endpoint. */
export type Service = {
  name: string
  /** Started by its timer alone, on systemd; upstart has none, cron does it there. */
  timer: boolean
  /** What its unit can't know: facts of the site. */
  environment: Readonly<Record<string, string>>
  /** More directives of its section [Service] that depend on the site. */
  settings?: Readonly<Record<string, string>>
  /** Files and links that it reads only when it starts. */
  reads: readonly string[]
}

/** Where the clinics are that don't say. */
export const timeZone = (site: Site) => site['time-zone'] ?? 'America/Vancouver'

const unitFolder = join(import.meta.dirname, '../../systemd')

/** The files by which a platform knows a service. */
export async function unitFiles(
  { name, timer, environment, settings = {} }: Service,
  platform: Platform,
): Promise<WantedFile[]> {
  const unit = withEnvironment(await readFile(join(unitFolder, `${name}.service`), 'utf8'), environment, settings)
  if (platform === 'precise') {
    const job = translateToUpstart(unit, { home: stateFolder })
    const files = [{ path: `/etc/init/${name}.conf`, content: job, mode: 0o644 }]
    return timer
      ? [...files, { path: `/etc/cron.d/${name}`, content: cronFor(name, await timerOf(name)), mode: 0o644 }]
      : files
  }
  const units = [{ path: `/etc/systemd/system/${name}.service`, content: unit, mode: 0o644 }]
  if (!timer) return units
  return [...units, { path: `/etc/systemd/system/${name}.timer`, content: await timerOf(name), mode: 0o644 }]
}

const timerOf = (name: string) => readFile(join(unitFolder, `${name}.timer`), 'utf8')

/**
 * What cron does on Ubuntu 12.04 instead of the timer. A job that still runs is not started again, which upstart says
 * with an error that nobody needs to read. Raises on a timer that is no number of minutes.
 */
export function cronFor(name: string, timer: string): string {
  const minutes = /^(\d+)min$/.exec(lastValue(readUnit(timer), 'Timer', 'OnUnitInactiveSec') ?? '')?.[1]
  if (minutes === undefined) throw new Error(`nobody has decided how cron keeps the time of ${name}.timer`)
  return [
    `# Starts ${name}, as its timer does under systemd. Written by endpoint provision.`,
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `*/${minutes} * * * * root start ${name} >/dev/null 2>&1`,
    '',
  ].join('\n')
}

/** The unit with facts of the site as variables, which both systemd and upstart put into command lines. */
export function withEnvironment(
  unit: string,
  environment: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): string {
  const variables = Object.entries(environment).map(([name, value]) => `Environment=${name}=${value}\n`)
  const lines = [...variables, ...Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)]
  return unit.replace('[Service]\n', `[Service]\n${lines.join('')}`)
}

/** What is started and stopped. */
export const startedUnit = ({ name, timer }: Pick<Service, 'name' | 'timer'>) =>
  `${name}.${timer ? 'timer' : 'service'}`
