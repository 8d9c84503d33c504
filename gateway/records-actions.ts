import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { EndpointError } from '../provision/endpoint-error.ts'
import { openQuarantine } from './quarantine.ts'
import { auditWipes } from './query/audit-wipes.ts'
import { type RecordLine, readRecordLines } from './record-lines.ts'
import type { RecordsFlags } from './records-command.ts'
import { dataPaths, readSettings, type Settings } from './settings.ts'
import { openStore } from './store/open-store.ts'
import type { RecordStore, Upsert } from './store/record-store.ts'
import { uploadRecords } from './upload-records.ts'
import { whoAmI, withQueryStore } from './with-query-store.ts'

export async function countRecords(flags: RecordsFlags): Promise<void> {
  await withStore(flags, async (store) => {
    const records = await store.count()
    print(flags.json ? JSON.stringify({ records }) : String(records))
  })
}

export async function exportRecords(flags: RecordsFlags): Promise<void> {
  await withStore(flags, async (store) => {
    for await (const json of store.scan()) {
      if (!process.stdout.write(`${json}\n`)) await once(process.stdout, 'drain')
    }
  })
}

/** Raises EndpointError (exit code 1) if a line could not be imported; the others are. */
export async function importRecords(file: string, flags: RecordsFlags): Promise<void> {
  await withStore(flags, async (store) => {
    const { counts, problems } = await uploadRecords(withProgress(readRecordLines(file)), store)
    print(flags.json ? JSON.stringify({ ...counts, refused: problems.length }) : sentence(counts))
    if (problems.length > 0) {
      throw new EndpointError(shortened(problems).join('\n'), {
        advice: 'the other lines were imported; correct these and run it again',
      })
    }
  })
}

/** So many problems that the first ones tell enough. */
function shortened(problems: readonly string[], most = 20): string[] {
  const more = problems.length - most
  return more > 0 ? [...problems.slice(0, most), `and ${more} lines more`] : [...problems]
}

/** Shows at a terminal how far the work is. */
async function* withProgress(lines: AsyncIterable<RecordLine>): AsyncGenerator<RecordLine> {
  const show = (text: string) => process.stderr.isTTY && process.stderr.write(`\r${text}`)
  for await (const item of lines) {
    if (item.line % 500 === 0) show(`${item.line} lines read`)
    yield item
  }
  show('\x1b[K')
}

function sentence({ inserted, replaced, unchanged, stale }: Record<Upsert['outcome'], number>): string {
  return `${inserted} inserted, ${replaced} replaced, ${unchanged} unchanged, ${stale} older than the stored one`
}

export async function wipeRecords(flags: RecordsFlags): Promise<void> {
  await withStore(flags, async (store, settings) => {
    const quarantine = openQuarantine(dataPaths(settings.data).quarantine)
    const [found, refused] = [await store.count(), (await quarantine.list()).length]
    if (!flags.yes) await confirm(`Delete ${found} records and ${refused} refused documents for good?`)
    const numbers = { records: await wipeAudited(flags, store), quarantined: await quarantine.wipe() }
    print(
      flags.json
        ? JSON.stringify(numbers)
        : `${numbers.records} records and ${numbers.quarantined} refused documents deleted`,
    )
  })
}

async function wipeAudited(flags: RecordsFlags, store: RecordStore): Promise<number> {
  let records = 0
  await withQueryStore(flags, async ({ audit }) => {
    records = await auditWipes(store, audit, whoAmI()).wipe()
  })
  return records
}

/** Raises EndpointError unless somebody at a terminal says yes. */
async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new EndpointError('nobody is there to be asked', {
      advice: 'say --yes to delete without asking',
      exitCode: 2,
    })
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal
    .question(`${question} [y/N] `)
    // Ctrl-C and Ctrl-D are a no.
    .catch(() => '')
    .finally(() => terminal.close())
  if (!/^y(es)?$/i.test(answer.trim())) throw new EndpointError('nothing was deleted', { advice: 'answer y to delete' })
}

/** Opens the store that the flags or the site name for as long as the work takes. */
export async function withStore(
  flags: RecordsFlags,
  work: (store: RecordStore, settings: Settings) => Promise<void>,
): Promise<void> {
  process.umask(0o077)
  const settings = readSettings(flags)
  const store = openStore(settings)
  try {
    await work(store, settings)
  } finally {
    await store.close()
  }
}

export const print = (line: string) => process.stdout.write(`${line}\n`)
