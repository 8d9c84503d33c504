import { ExportState, exportFolder, exportPaths } from '../provision/export-state.ts'
import type { Subject } from './check.ts'

/** What the shadow says of its last export; undefined if there was none. Raises for a file that makes no sense. */
export async function readExportState({ site, host }: Subject): Promise<ExportState | undefined> {
  const text = await host.read(exportPaths(exportFolder(site)).state)
  return text === undefined ? undefined : ExportState.parse(JSON.parse(text))
}

export const hoursSince = (time: string, now: Date) => (now.getTime() - Date.parse(time)) / 3_600_000

export const defaultBackupAge = 26
