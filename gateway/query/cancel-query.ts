import type { QueryStore } from '../store/query-store.ts'
import { now } from './ids.ts'
import { cancelled } from './life.ts'
import type { QueryId } from './query.ts'

/** As `Queries.cancel`; the gateway that runs the query notices by itself. */
export async function cancelQuery(store: QueryStore, id: QueryId, reason: string, by: string): Promise<boolean> {
  if (!(await store.change(id, 'unfinished', cancelled(reason)))) return false
  await store.audit.append({ event: 'cancelled', at: now(), by, query: id, why: reason })
  return true
}
