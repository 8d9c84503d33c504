import { join, resolve } from 'node:path'
import { z } from 'zod'
import { stateFolder, trialDataFolder } from './names.ts'
import type { Site } from './site.ts'

/** What is known of the last export; the shadow writes it, checks read it. It names no patient. */
export const ExportState = z.object({
  started: z.iso.datetime(),
  /** Null while it runs, and where it was cut off. */
  finished: z.iso.datetime().nullable(),
  /** done: every patient; incomplete: some failed; aborted: it stopped before the end. */
  outcome: z.enum(['running', 'done', 'incomplete', 'aborted']),
  /** Why it stopped; quotes nothing of a record. */
  reason: z.string().optional(),
  /** When all patients were last gone through, whether or not each of them was delivered. */
  lastComplete: z.iso.datetime().nullable(),
  /** Which backup it exported, in the words of whoever told that it is done; null if nobody did. */
  backup: z.string().nullable(),
  /** When that backup was seen to be done. */
  backupSeen: z.iso.datetime().nullable(),
  processed: z.int(),
  failed: z.int(),
})
export type ExportState = z.infer<typeof ExportState>

/** Where the shadow keeps what it must remember; on an installed endpoint unless no site file was found. */
export function exportFolder(site: Site & { found?: boolean }): string {
  return resolve(site.export?.state ?? join(site.found === false ? trialDataFolder : stateFolder, 'export'))
}

export const exportPaths = (folder: string) => ({
  /** What was delivered to whom; SQLite. */
  checkpoint: join(folder, 'checkpoint.sqlite'),
  /** Folder where the clinic's tables are staged while an export runs. */
  stage: join(folder, 'stage'),
  /** An ExportState as JSON. */
  state: join(folder, 'last-export.json'),
  /** Which patients failed or left at the last export. */
  report: join(folder, 'report.json'),
  /** Touched by `endpoint export notify`: the backup is done. */
  marker: join(folder, 'backup-done'),
  /** What the database looked like when it was last looked at. */
  look: join(folder, 'last-look.json'),
})
