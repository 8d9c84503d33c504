import { EndpointError } from '../provision/endpoint-error.ts'
import type { Importer } from './import/importer.ts'
import { DocumentRefused } from './import/index.ts'
import { openQuarantine, type Quarantine } from './quarantine.ts'
import type { QuarantineFlags } from './quarantine-command.ts'
import { print, withStore } from './records-actions.ts'
import { importerFor } from './serve.ts'
import { dataPaths, readSettings } from './settings.ts'
import { RecordRefused, type RecordStore } from './store/record-store.ts'

export async function listQuarantine(flags: QuarantineFlags): Promise<void> {
  const entries = await quarantineOf(flags).list()
  for (const entry of entries) {
    const { reference, refusedAt, size, reason } = entry
    print(flags.json ? JSON.stringify(entry) : `${reference}  ${refusedAt}  ${size} bytes  ${reason}`)
  }
  if (entries.length === 0 && !flags.json) process.stderr.write('the quarantine is empty\n')
}

/** Raises EndpointError (exit code 1) if a document is refused again; it stays. */
export async function retryQuarantine(references: string[], flags: QuarantineFlags): Promise<void> {
  const quarantine = quarantineOf(flags)
  const chosen = await choose(references, flags, quarantine)
  await withStore(flags, async (store, settings) => {
    const importer = await importerFor(settings, store)
    let refused = 0
    try {
      for (const reference of chosen) {
        const answer = await retry(reference, quarantine, importer, store)
        if (answer.outcome === 'refused') refused++
        print(flags.json ? JSON.stringify(answer) : `${reference}  ${answer.reason ?? answer.outcome}`)
      }
    } finally {
      await importer.close()
    }
    if (refused > 0) {
      throw new EndpointError(`${refused} of ${chosen.length} documents were refused again and stay in quarantine`, {
        advice: 'correct them at their source, or drop them',
      })
    }
  })
}

type Answer = { reference: string; outcome: string; reason?: string }

async function retry(
  reference: string,
  quarantine: Quarantine,
  importer: Importer,
  store: RecordStore,
): Promise<Answer> {
  try {
    const { record } = await importer.import(await quarantine.read(reference))
    const { outcome } = await store.upsert(record)
    await quarantine.drop(reference)
    return { reference, outcome }
  } catch (error) {
    if (error instanceof DocumentRefused || error instanceof RecordRefused)
      return { reference, outcome: 'refused', reason: error.message }
    throw error
  }
}

export async function dropQuarantine(references: string[], flags: QuarantineFlags): Promise<void> {
  const quarantine = quarantineOf(flags)
  const chosen = await choose(references, flags, quarantine)
  for (const reference of chosen) await quarantine.drop(reference)
  print(`${chosen.length} documents dropped`)
}

const quarantineOf = (flags: QuarantineFlags) => openQuarantine(dataPaths(readSettings(flags).data).quarantine)

/** Those named, or all. Raises EndpointError if none is named, or one that isn't there. */
async function choose(references: string[], { all }: QuarantineFlags, quarantine: Quarantine): Promise<string[]> {
  if (all === true ? references.length > 0 : references.length === 0) {
    throw new EndpointError('name the documents, or say --all', {
      advice: 'endpoint records quarantine list shows what there is',
      exitCode: 2,
    })
  }
  const there = (await quarantine.list()).map(({ reference }) => reference)
  const missing = references.find((reference) => !there.includes(reference))
  if (missing !== undefined) await quarantine.read(missing)
  return all ? there : references
}
