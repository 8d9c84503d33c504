import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WantedFile } from '../file-changes.ts'
import { stateFolder } from '../names.ts'
import type { Platform } from '../platform.ts'
import { translateToUpstart } from './translate-to-upstart.ts'

/** What runs on an endpoint. A service with a timer is started by that alone. */
export const services = [
  { name: 'scoop-gateway', timer: false },
  { name: 'scoop-export', timer: true },
] as const

const unitFolder = join(import.meta.dirname, '../../systemd')

/** Where each platform has its services, and what stands there. */
export async function unitFiles(platform: Platform, timeZone: string): Promise<WantedFile[]> {
  const files = await Promise.all(services.map((service) => filesOf(service, platform, timeZone)))
  return files.flat()
}

async function filesOf(
  { name, timer }: (typeof services)[number],
  platform: Platform,
  timeZone: string,
): Promise<WantedFile[]> {
  const unit = await readFile(join(unitFolder, `${name}.service`), 'utf8')
  if (platform === 'precise') {
    const job = translateToUpstart(unit, { home: stateFolder, timeZone })
    return [{ path: `/etc/init/${name}.conf`, content: job, mode: 0o644 }]
  }
  const units = [{ path: `/etc/systemd/system/${name}.service`, content: unit, mode: 0o644 }]
  if (!timer) return units
  const content = await readFile(join(unitFolder, `${name}.timer`), 'utf8')
  return [...units, { path: `/etc/systemd/system/${name}.timer`, content, mode: 0o644 }]
}
