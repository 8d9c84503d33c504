import type { Decision, QueryStore } from '../store/query-store.ts'
import { approved, declined } from './life.ts'
import type { Policy } from './policy.ts'

/**
 * Lets the queries that wait for approval go where a decision on their text sends them; all of them run where the site
 * no longer asks for approval. Safe to repeat, and beside other gateways. Answers how many went.
 */
export async function settleHeld(store: QueryStore, approval: Policy['approval']): Promise<number> {
  let settled = 0
  for (const { id, held, textHash } of await store.list(0)) {
    if (!held) continue
    const verdict = approval === 'none' ? approved : changeFor(await store.decision(textHash))
    if (verdict && (await store.change(id, 'held', verdict))) settled += 1
  }
  return settled
}

/** What a decision makes of a query; undefined: it waits for one. */
export function changeFor(decision: Decision | undefined) {
  if (!decision) return undefined
  return decision.verdict === 'approved' ? approved : declined(decision.why)
}
