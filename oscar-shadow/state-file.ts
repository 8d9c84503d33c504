import { readFile } from 'node:fs/promises'
import { EndpointError } from '../provision/endpoint-error.ts'
import { ExportState, exportPaths } from '../provision/export-state.ts'
import type { Summary } from './summary.ts'
import { writePrivately } from './write-privately.ts'

/** The last export; undefined before the first one, and for a file that can't be understood. */
export async function readState(folder: string): Promise<ExportState | undefined> {
  try {
    return ExportState.safeParse(JSON.parse(await readFile(exportPaths(folder).state, 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Keeps the state of the last export while the work goes on, and says in it how that ended. */
export async function keepState(folder: string, backup: string | null, work: () => Promise<Summary>): Promise<Summary> {
  const last = await readState(folder)
  const started = new Date().toISOString()
  // An export that is tried again has seen its backup long before.
  const backupSeen = backup === null ? null : backup === last?.backup ? last.backupSeen : started
  const begun = { started, backup, backupSeen, lastComplete: last?.lastComplete ?? null, processed: 0, failed: 0 }
  await writeState(folder, { ...begun, finished: null, outcome: 'running' })
  try {
    const summary = await work()
    const finished = new Date().toISOString()
    const { outcome, processed, failed } = summary
    await writeState(folder, { ...begun, finished, lastComplete: finished, outcome, processed, failed })
    return summary
  } catch (error) {
    const finished = new Date().toISOString()
    await writeState(folder, { ...begun, finished, outcome: 'aborted', reason: reasonOf(error) })
    throw error
  }
}

/** Our own sentences quote nothing of a record. */
const reasonOf = (error: unknown) => (error instanceof EndpointError ? error.message : 'an unexpected error')

async function writeState(folder: string, state: ExportState): Promise<void> {
  await writePrivately(exportPaths(folder).state, `${JSON.stringify(state, null, 2)}\n`)
}
