import { workerData } from 'node:worker_threads'
import type { RecordText } from '../store/record-store.ts'
import { importDocument } from './index.ts'
import { hmacPseudonyms, sha224Pseudonyms } from './pseudonym.ts'
import { DocumentRefused, type RefusalKind } from './refusal.ts'

/** What every worker thread is started with. */
export type WorkerSettings = { key: Uint8Array | undefined; atcByDin: ReadonlyMap<string, string> }

/** Errors lose their class between threads, so a refusal travels as a plain value. */
export type ImportAnswer =
  | { kind: 'imported'; record: RecordText; warnings: string[] }
  | { kind: 'refused'; refusal: RefusalKind; reason: string }

const { key, atcByDin } = workerData as WorkerSettings
const pseudonym = key ? hmacPseudonyms(key) : sha224Pseudonyms

/** Imports one document in a worker thread; the record leaves as text, which is cheaper to hand over than an object. */
export default function importInWorker(bytes: Uint8Array): ImportAnswer {
  try {
    const { record, warnings } = importDocument(bytes, { pseudonym, atcByDin })
    const { _id, effective_time, hash_id } = record
    return { kind: 'imported', record: { _id, effective_time, hash_id, json: JSON.stringify(record) }, warnings }
  } catch (error) {
    if (error instanceof DocumentRefused) return { kind: 'refused', refusal: error.kind, reason: error.message }
    throw error
  }
}
