import { mkdir, rm } from 'node:fs/promises'
import { exportPaths } from '../provision/export-state.ts'
import type { Checkpoint } from './checkpoint.ts'
import { openDelivery } from './delivery/open-delivery.ts'
import { newStamp, writeDocument } from './e2e/index.ts'
import type { ExportSettings } from './export-settings.ts'
import type { Messages } from './messages.ts'
import { type ExportEnd, runExport } from './run-export.ts'
import { openSource, type Source } from './source/open-source.ts'
import { closingLines, type Summary } from './summary.ts'
import { writePrivately } from './write-privately.ts'

type Circumstances = Messages & {
  mode: string
  backup: string | null
  checkpoint: Checkpoint
  signal: AbortSignal
}

/** One export from the source to the target. Raises EndpointError where it stops before its end. */
export async function exportOnce(settings: ExportSettings, circumstances: Circumstances): Promise<Summary> {
  const { mode, backup, checkpoint, signal, say, progress } = circumstances
  const started = performance.now()
  await using opened = new AsyncDisposableStack()
  const delivery = opened.use(await openDelivery({ ...settings, tell: say }))
  say(`E2E Target URL: ${delivery.name}`)
  say(`Export Mode: ${mode === 'beginning' ? 'Full' : 'Differential'}`)
  const stage = opened.adopt(await emptyFolder(exportPaths(settings.state).stage), removeFolder)
  const source = opened.adopt(
    await openSource(settings.source, { ...settings.link, folder: stage, signal, tell: say }),
    (it) => it.close(),
  )
  const pending = await source.count()
  const through = checkpoint.resumed ? Object.values(checkpoint.counts()).reduce((sum, count) => sum + count, 0) : 0
  say(`${pending} records pending${through > 0 ? `, ${through} of them done before the interruption` : ''}`)

  const since = typeof settings.since === 'object' ? settings.since.day : undefined
  const clinic = await source.clinic()
  const end = await runExport({
    charts: source.charts({ since, signal }),
    complete: since === undefined,
    write: (chart) => writeDocument(chart, clinic, { detail: settings.detail, ...newStamp() }),
    skipUnchanged: settings.since === 'last',
    delivery,
    checkpoint,
    signal,
    progress: (done) => progress(done, pending),
  })
  const seconds = Math.round(performance.now() - started) / 1000
  const summary = summarise(source, end, { mode, backup, checkpoint, pending, seconds })
  summary.report = await writeReport(settings.state, end)
  for (const line of closingLines(summary)) say(line)
  return summary
}

/** What an export that was killed has left there goes first. */
async function emptyFolder(folder: string): Promise<string> {
  await removeFolder(folder)
  await mkdir(folder, { mode: 0o700 })
  return folder
}

const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true })

function summarise(
  { facts }: Source,
  { failures, left }: ExportEnd,
  { checkpoint, ...known }: Pick<Summary, 'mode' | 'backup' | 'pending' | 'seconds'> & { checkpoint: Checkpoint },
): Summary {
  const { delivered, unchanged } = checkpoint.counts()
  return {
    ...known,
    outcome: failures.length > 0 ? 'incomplete' : 'done',
    resumed: checkpoint.resumed,
    processed: delivered,
    failed: failures.length,
    skipped: unchanged,
    left: left.length,
    perSecond: Math.round((10 * delivered) / known.seconds) / 10,
    newest: facts.newest ?? null,
    missing: facts.missing,
    drift: facts.drift,
    report: null,
  }
}

/** Which patients failed or left; undone if there are none. Answers where it stands. */
async function writeReport(folder: string, { failures, left }: ExportEnd): Promise<string | null> {
  const file = exportPaths(folder).report
  if (failures.length === 0 && left.length === 0) {
    await rm(file, { force: true })
    return null
  }
  await writePrivately(file, `${JSON.stringify({ failures, left }, null, 2)}\n`)
  return file
}
