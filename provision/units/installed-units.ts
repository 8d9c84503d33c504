import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WantedFile } from '../file-changes.ts'
import { stateFolder } from '../names.ts'
import type { Platform } from '../platform.ts'
import type { Site } from '../site.ts'
import { translateToUpstart } from './translate-to-upstart.ts'

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
    return [{ path: `/etc/init/${name}.conf`, content: job, mode: 0o644 }]
  }
  const units = [{ path: `/etc/systemd/system/${name}.service`, content: unit, mode: 0o644 }]
  if (!timer) return units
  const content = await readFile(join(unitFolder, `${name}.timer`), 'utf8')
  return [...units, { path: `/etc/systemd/system/${name}.timer`, content, mode: 0o644 }]
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
