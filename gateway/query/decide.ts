import type { Decision, QueryStore } from '../store/query-store.ts'
import { now } from './ids.ts'
import { settleHeld } from './settle-held.ts'

/** Keeps what a person said of a text, tells the audit log, and lets waiting queries go; answers how many went. */
export async function decide(store: QueryStore, decision: Omit<Decision, 'at'>): Promise<number> {
  const { verdict, ...rest } = decision
  const at = now()
  await store.audit.append({ event: verdict, at, ...rest })
  await store.decide({ ...decision, at })
  return settleHeld(store, 'listed')
}
