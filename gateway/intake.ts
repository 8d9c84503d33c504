import type { Importer } from './import/importer.ts'
import { DocumentRefused } from './import/index.ts'
import type { Quarantine } from './quarantine.ts'
import { RecordRefused, type RecordStore, type Upsert } from './store/record-store.ts'

/** What became of an accepted document; warnings quote nothing of it. */
export type Accepted = Upsert & { warnings: string[]; importMilliseconds: number; storeMilliseconds: number }

/** How documents came out since the gateway was started. */
export type Tally = Record<Upsert['outcome'] | 'refused', number>

/** A refused document that is now in quarantine under `reference`. */
export class Quarantined extends DocumentRefused {
  readonly reference: string

  constructor({ kind, message }: DocumentRefused, reference: string) {
    super(kind, message)
    this.reference = reference
  }
}

/** The way of a document into the store; all that posts documents goes through here. */
export type Intake = {
  /**
   * Imports and stores a document; resolves once that is on disk. Raises Quarantined for a document that can't be
   * imported, StoreUnavailable, QuarantineUnavailable.
   */
  accept(bytes: Uint8Array): Promise<Accepted>
  /** Puts what came instead of a document into quarantine; answers its reference there. Raises QuarantineUnavailable. */
  refuse(bytes: Uint8Array, reason: string): Promise<string>
  readonly tally: Readonly<Tally>
}

export function openIntake(importer: Importer, store: RecordStore, quarantine: Quarantine): Intake {
  const tally: Tally = { inserted: 0, replaced: 0, unchanged: 0, stale: 0, refused: 0 }

  async function refuse(bytes: Uint8Array, reason: string): Promise<string> {
    tally.refused++
    return (await quarantine.keep(bytes, reason)).reference
  }

  /** Whatever is wrong with the document itself puts it into quarantine; all else is for the caller to try again. */
  async function quarantined(bytes: Uint8Array, error: unknown): Promise<unknown> {
    const refusal =
      error instanceof RecordRefused ? new DocumentRefused('limit', 'the store can not hold a record as large') : error
    if (!(refusal instanceof DocumentRefused)) return error
    return new Quarantined(refusal, await refuse(bytes, refusal.message))
  }

  async function accept(bytes: Uint8Array): Promise<Accepted> {
    const started = performance.now()
    try {
      const { record, warnings } = await importer.import(bytes)
      const imported = performance.now()
      const upsert = await store.upsert(record)
      tally[upsert.outcome]++
      return {
        ...upsert,
        warnings,
        importMilliseconds: Math.round(imported - started),
        storeMilliseconds: Math.round(performance.now() - imported),
      }
    } catch (error) {
      throw await quarantined(bytes, error)
    }
  }

  return { accept, refuse, tally }
}
