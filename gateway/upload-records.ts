import type { RecordLine } from './record-lines.ts'
import { RecordRefused, type RecordStore, type RecordText, type Upsert } from './store/record-store.ts'

/** How many records are on their way at once: they share the flushes of the store. */
const atOnce = 64

export type Uploaded = { counts: Record<Upsert['outcome'], number>; problems: string[] }

/** Stores all records; lines with a problem are told in the end. Raises StoreUnavailable. */
export async function uploadRecords(lines: AsyncIterable<RecordLine>, store: RecordStore): Promise<Uploaded> {
  const counts = { inserted: 0, replaced: 0, unchanged: 0, stale: 0 }
  const problems: string[] = []
  const underWay = new Set<Promise<unknown>>()
  const upload = async (line: number, record: RecordText) => {
    try {
      counts[(await store.upsert(record)).outcome]++
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error
      problems.push(`line ${line}: ${error.message}`)
    }
  }
  for await (const item of lines) {
    if ('problem' in item) {
      problems.push(`line ${item.line}: ${item.problem}`)
      continue
    }
    // A failed one stays among those under way, so that waiting for them raises it; until then nobody else must.
    const working: Promise<unknown> = upload(item.line, item.record).then(() => underWay.delete(working))
    working.catch(() => {})
    underWay.add(working)
    if (underWay.size >= atOnce) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  return { counts, problems }
}
