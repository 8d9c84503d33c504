import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { exportPaths } from '../../provision/export-state.ts'
import type { BackupDone } from '../../provision/site.ts'
import { writePrivately } from '../write-privately.ts'
import { type BackupSignal, lastTimeOfDay } from './judge-backup.ts'

/** Looks at what tells of the backup. `look` says how the database stands, in words that change when anything does. */
export async function readSignal(
  backupDone: BackupDone,
  folder: string,
  look: () => Promise<string>,
  now: Date,
): Promise<BackupSignal> {
  if ('at' in backupDone) return { kind: 'time', passed: lastTimeOfDay(backupDone.at, now) }
  if ('marker' in backupDone) return { kind: 'marker', renewed: await renewalOf(backupDone.marker), exact: false }
  if ('notified' in backupDone) {
    return { kind: 'marker', renewed: await renewalOf(exportPaths(folder).marker), exact: true }
  }
  return { kind: 'quiet', minutes: backupDone.quiet, ...(await lookAgain(exportPaths(folder).look, await look(), now)) }
}

async function renewalOf(file: string): Promise<Date | undefined> {
  return stat(file).then(
    ({ mtime }) => mtime,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )
}

const Look = z.object({ facts: z.string(), since: z.coerce.date() })

/** One that is missing or makes no sense is none. */
async function readLook(file: string): Promise<z.infer<typeof Look> | undefined> {
  try {
    return Look.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Since when the database has stood as it does now, as far as earlier looks tell. */
async function lookAgain(file: string, facts: string, now: Date): Promise<z.infer<typeof Look>> {
  const before = await readLook(file)
  if (before?.facts === facts) return before
  const look = { facts, since: now }
  await writePrivately(file, JSON.stringify(look))
  return look
}
