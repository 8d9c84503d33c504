import { EndpointError } from '../../provision/endpoint-error.ts'
import type { PatientRecord } from '../record.ts'

/**
 * A record on its way into a store: its JSON text, and beside it the fields that a store itself looks at.
 * The text goes through untouched, so that only the importer and the queries ever take a record apart.
 */
export type RecordText = Pick<PatientRecord, '_id' | 'effective_time'> & { hash_id: string | null; json: string }

/**
 * What an upsert did. `stale`: the stored record is newer (K20) and stays. `unchanged`: the same text stood there.
 * `otherPerson`: the record that stood there had another `hash_id`, so that two patients may share one `_id`.
 */
export type Upsert = { outcome: 'inserted' | 'replaced' | 'unchanged' | 'stale'; otherPerson: boolean }

/** JSON texts of some records. */
export type RecordPage = string[]

/** Where patient records are kept. Several processes may have the same store open; each sees the others' changes at once. */
export type RecordStore = {
  /**
   * Inserts or replaces the whole record of one `_id`, unless the stored one has a later `effective_time`; a record
   * without time is older than any dated one, equal times replace. Resolves once the outcome is on disk.
   * Raises StoreUnavailable.
   */
  upsert(record: RecordText): Promise<Upsert>
  /** The record's JSON text. Raises StoreUnavailable. */
  get(id: string): Promise<string | undefined>
  /** Every record's JSON text, in order of `_id`, without holding them all in memory. Raises StoreUnavailable. */
  scan(): AsyncIterable<string>
  /**
   * The same, about a million characters at a time, which costs less than one by one.
   * With a filter, a MongoDB query document, those that match it, where `appliesFilters`; else the filter is not looked
   * at. `time` bounds the server's work on it, in milliseconds. Raises StoreUnavailable, FilterRefused.
   */
  pages(choice?: { filter?: Readonly<Record<string, unknown>> | undefined; time?: number }): AsyncIterable<RecordPage>
  appliesFilters: boolean
  /** How many records there are. Raises StoreUnavailable. */
  count(): Promise<number>
  /**
   * A text that is another one after each change of the records, whoever makes it, and as durable as they are. While it
   * stayed the same, so did every record; it may differ though nothing was changed. Raises StoreUnavailable.
   */
  version(): Promise<string>
  /** Deletes every record, leaving nothing to be recovered from the store's own files; answers how many there were. */
  wipe(): Promise<number>
  /** Waits for what is under way and lets go of files and connections. */
  close(): Promise<void>
}

/** The store can't be reached or can't write just now; nothing was changed, and the same call may succeed later. */
export class StoreUnavailable extends EndpointError {
  constructor(store: string, cause: unknown) {
    super(`the record store (${store}) does not answer`, {
      advice: 'see that the store runs and its disk has room; the gateway goes on by itself when it is back',
      cause,
    })
  }
}

/** The store answers but can't hold this one record, now or later: too large for it, or not a record at all. */
export class RecordRefused extends EndpointError {
  constructor(store: string, cause: unknown) {
    super(`the record store (${store}) can't hold this record`, {
      advice: 'the cause says why; other records are not affected',
      cause,
    })
  }
}

/** The store does not take a filter, whose author has to mend it. */
export class FilterRefused extends EndpointError {
  constructor(store: string, cause: unknown) {
    super(`the record store (${store}) does not take this filter`, {
      advice: 'the cause says why; write another',
      cause,
    })
  }
}

/** The name of a store that is none; it is not repeated, since it may be a mistyped address with a password. */
export function badStore(): EndpointError {
  return new EndpointError('this is no record store that we know', {
    advice: "say 'sqlite', or a MongoDB address such as mongodb://127.0.0.1:27017/scoop_endpoint",
    exitCode: 2,
  })
}
