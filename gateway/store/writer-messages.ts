import type { RecordText, Upsert } from './record-store.ts'

/** What the store asks of its writer thread, and what it gets for each: the answer to `wipe` is how many there were. */
export type Tasks = {
  upsert: { record: RecordText; result: Upsert }
  wipe: { result: number }
  close: { result: null }
}

export type Task = { kind: 'upsert'; record: RecordText } | { kind: 'wipe' } | { kind: 'close' }

/**
 * Why a task failed, fit to cross threads (classes do not). `unavailable`: the store can't write just now; `refused`:
 * it can't hold this one record; `advised`: an EndpointError.
 */
export type Failure =
  | { failure: 'unavailable' | 'refused'; message: string }
  | { failure: 'advised'; message: string; advice: string }

export type Request = { ticket: number; task: Task }
export type Answer = { ticket: number; answer: { result: Tasks[keyof Tasks]['result'] } | Failure }
