import { availableParallelism } from 'node:os'
import pLimit from 'p-limit'
import { Piscina } from 'piscina'
import type { RecordText } from '../store/record-store.ts'
import type { ImportAnswer, WorkerSettings } from './import-worker.ts'
import { DocumentRefused } from './refusal.ts'

/** Imports documents in worker threads, one a core, so that no clinical XML is parsed in the gateway's main thread. */
export type Importer = {
  /**
   * The record of a document, as text for the store. Raises DocumentRefused, also for a document that takes too long or
   * too much memory.
   */
  import(bytes: Uint8Array): Promise<{ record: RecordText; warnings: string[] }>
  close(): Promise<void>
}

export type ImporterOptions = WorkerSettings & {
  /** Longest time for one document in milliseconds; the public documents take 5. */
  timeout?: number
  /** Memory of one worker thread in MiB; a document of a million elements takes about 600. */
  memory?: number
  /** For tests. */
  worker?: URL
}

const ourWorker = new URL('./import-worker.ts', import.meta.url)

export function openImporter({
  timeout = 30_000,
  memory = 1024,
  worker = ourWorker,
  ...settings
}: ImporterOptions): Importer {
  const threads = availableParallelism()
  const pool = new Piscina<Uint8Array, ImportAnswer>({
    filename: worker.href,
    minThreads: threads,
    maxThreads: threads,
    workerData: settings satisfies WorkerSettings,
    // Threads that wait with Atomics never come to their event loop, where V8 frees native memory of collected objects:
    // the gateway grew by 80 kB a document.
    atomics: 'disabled',
    // Most of a document's tree dies young; a larger nursery is hardly faster and costs 50 MB a thread.
    resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 16 },
  })
  const turn = pLimit(threads)
  const importInTime = async (bytes: Uint8Array) => {
    // Not AbortSignal.timeout: that would hold each document in memory until its time is over.
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), timeout)
    try {
      return await pool.run(bytes, { signal: abort.signal })
    } catch (error) {
      throw refusalOf(error) ?? error
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    async import(bytes) {
      // The time that a document waits for a thread is not its own.
      const answer = await turn(() => importInTime(bytes))
      if (answer.kind === 'refused') throw new DocumentRefused(answer.refusal, answer.reason)
      return answer
    },
    close: () => pool.close(),
  }
}

/** The pool ends the thread of a document that exceeds time or memory, and starts another. */
function refusalOf(error: unknown): DocumentRefused | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'AbortError') return new DocumentRefused('limit', 'the document takes longer than allowed')
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new DocumentRefused('limit', 'the document takes more memory than allowed')
  }
  return undefined
}
