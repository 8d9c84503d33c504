import { mkdir } from 'node:fs/promises'
import { EndpointError } from '../provision/endpoint-error.ts'
import { judgeBackup } from './backup/judge-backup.ts'
import { lookAtSource } from './backup/look-at-source.ts'
import { readSignal } from './backup/read-signal.ts'
import { openCheckpoint } from './checkpoint.ts'
import { exportOnce } from './export-once.ts'
import { type ExportFlags, type ExportSettings, readExportSettings } from './export-settings.ts'
import { openMessages } from './messages.ts'
import { stateError } from './state-errors.ts'
import { keepState, readState } from './state-file.ts'
import { sentence } from './summary.ts'

/** `endpoint export`. Raises EndpointError (exit code 1) if the export stops, or some patients fail. */
export async function exportPatients(flags: ExportFlags): Promise<void> {
  // What the shadow writes is nobody else's to read.
  process.umask(0o077)
  const settings = readExportSettings(flags)
  try {
    await mkdir(settings.state, { recursive: true, mode: 0o700 })
    await exportIfDue(flags, settings)
  } catch (error) {
    throw stateError(settings.state, error)
  }
}

async function exportIfDue(flags: ExportFlags, settings: ExportSettings): Promise<void> {
  const { say, progress } = openMessages()
  const print = (json: object, text: string) => process.stdout.write(`${flags.json ? JSON.stringify(json) : text}\n`)

  const due = flags.whenBackupDone ? await backupDue(settings) : { due: true as const, backup: null }
  if (!due.due) return void print({ outcome: 'waiting', why: due.why }, `nothing to export: ${due.why}`)

  const mode = typeof settings.since === 'object' ? settings.since.day : settings.since
  const key = { source: settings.source, target: settings.to, mode, backup: due.backup }
  using checkpoint = openCheckpoint(settings.state, key, settings.resume)
  say('Starting E2E export job')
  const summary = await keepState(settings.state, due.backup, () =>
    exportOnce(settings, { mode, backup: due.backup, checkpoint, say, progress, signal: stopSignal() }),
  ).catch((error: unknown) => {
    say('E2E export job aborted')
    throw error
  })
  print(summary, sentence(summary))
  if (summary.failed > 0) {
    throw new EndpointError(`${summary.failed} of ${summary.pending} patients could not be exported`, {
      advice: `${summary.report} says which and why; the others are through`,
    })
  }
}

async function backupDue(settings: ExportSettings) {
  if (!settings.backupDone) {
    throw new EndpointError('nothing says how to know that the backup is done', {
      advice: 'say so in the site file: export.backup-done; endpoint export --help shows how',
      exitCode: 2,
    })
  }
  const now = new Date()
  const look = () => lookAtSource(settings.source, settings.link)
  const signal = await readSignal(settings.backupDone, settings.state, look, now)
  const last = await readState(settings.state)
  const finished = last?.outcome === 'done' || last?.outcome === 'incomplete'
  return judgeBackup(signal, last && { backup: last.backup, finished }, now)
}

/** Aborts at the first SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  const reason = new EndpointError('the export was interrupted', {
    advice: 'run it again: it goes on where it stopped',
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort(reason))
  return stop.signal
}
