import { EndpointError } from '../provision/endpoint-error.ts'
import type { Chart } from './chart.ts'
import type { Checkpoint, Outcome } from './checkpoint.ts'
import { type Delivery, DocumentRejected } from './delivery/delivery.ts'

export type ExportWork = {
  charts: AsyncIterable<Chart>
  /** Whether the charts are those of all patients: only then it shows who is no patient any more. */
  complete: boolean
  /** Makes the document of a chart, with a digest of what it says. What it raises fails that patient alone. */
  write(chart: Chart): { document: string; digest: string }
  /** Leaves out patients of whom the document would say what the one delivered last said. */
  skipUnchanged: boolean
  delivery: Delivery
  checkpoint: Checkpoint
  signal: AbortSignal
  /** How many patients the export is through with. */
  progress(done: number): void
}

export type Failure = { patient: number; reason: string }

/** Patients who failed, and those who were exported once and are no patients any more. */
export type ExportEnd = { failures: Failure[]; left: number[] }

/**
 * Exports all patients, several at once: what fails for one patient is noted and the others go on. Raises what keeps the
 * source from being read or all documents from being delivered; the checkpoint then knows who is through.
 */
export async function runExport(work: ExportWork): Promise<ExportEnd> {
  const { checkpoint, delivery, progress } = work
  const stop = new AbortController()
  const signal = AbortSignal.any([work.signal, stop.signal])
  const failures: Failure[] = []
  const underWay = new Set<Promise<void>>()
  let done = 0

  const settle = (patient: number, outcome: Outcome, digest?: string) => {
    checkpoint.note(patient, outcome, digest)
    progress(++done)
  }
  const fail = (patient: number, error: unknown) => {
    failures.push({ patient, reason: reasonOf(error) })
    settle(patient, 'failed')
  }
  const deliver = async (patient: number, document: string, digest: string) => {
    try {
      await delivery.deliver(patient, document, signal)
      settle(patient, 'delivered', digest)
    } catch (error) {
      if (!(error instanceof DocumentRejected)) throw error
      fail(patient, error)
    }
  }

  try {
    for await (const chart of work.charts) {
      signal.throwIfAborted()
      const patient = chart.demographic.demographic_no
      if (checkpoint.isThrough(patient)) {
        progress(++done)
        continue
      }
      const made = make(work, chart, (error) => fail(patient, error))
      if (made === 'unchanged') settle(patient, 'unchanged')
      if (typeof made !== 'object') continue
      // A failed one stays among those under way, so that waiting for them raises it; until then nobody else must.
      const working: Promise<void> = deliver(patient, made.document, made.digest).then(
        () => void underWay.delete(working),
      )
      working.catch(() => stop.abort())
      underWay.add(working)
      if (underWay.size >= delivery.parallel) await Promise.race(underWay)
    }
    await Promise.all(underWay)
  } finally {
    stop.abort()
    await Promise.allSettled(underWay)
  }
  return { failures, left: checkpoint.finish(work.complete) }
}

function make(
  { write, skipUnchanged, checkpoint }: ExportWork,
  chart: Chart,
  fail: (error: unknown) => void,
): { document: string; digest: string } | 'unchanged' | 'failed' {
  try {
    const made = write(chart)
    const known = skipUnchanged ? checkpoint.hashOf(chart.demographic.demographic_no) : undefined
    return known === made.digest ? 'unchanged' : made
  } catch (error) {
    fail(error)
    return 'failed'
  }
}

/** Our own sentences quote nothing of a chart; another error's message might. */
const reasonOf = (error: unknown) =>
  error instanceof EndpointError
    ? error.message
    : `no document can be made: ${error instanceof Error ? error.name : 'unknown error'}`
