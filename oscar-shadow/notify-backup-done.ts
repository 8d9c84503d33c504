import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { exportFolder, exportPaths } from '../provision/export-state.ts'
import { loadSite } from '../provision/site.ts'

/**
 * Renews the marker that `export.backup-done` of the site file looks at: the one it names, or that of the state folder.
 * Takes nothing from whoever calls but that the backup is done.
 */
export async function notifyBackupDone(flags: { site?: string; state?: string }): Promise<void> {
  const site = loadSite(flags.site)
  const done = site.export?.['backup-done']
  const folder = flags.state === undefined ? exportFolder(site) : resolve(flags.state)
  const marker = done && 'marker' in done ? done.marker : exportPaths(folder).marker
  await mkdir(dirname(marker), { recursive: true, mode: 0o700 })
  await writeFile(marker, '', { flag: 'a' })
  const now = new Date()
  await utimes(marker, now, now)
}
