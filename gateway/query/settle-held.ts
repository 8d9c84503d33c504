import type { Decision, QueryStore } from '../store/query-store.ts'
import { approved, declined, failed } from './life.ts'
import type { Policy } from './policy.ts'
import type { Timestamp } from './query.ts'

/**
 * Lets the queries that wait for approval go where a decision on their text sends them; all of them run where the site
 * no longer asks for approval. Safe to repeat, and beside other gateways. Answers how many went.
 */
export async function settleHeld(store: QueryStore, approval: Policy['approval']): Promise<number> {
  const held = (await store.list(0)).filter((query) => query.held)
  if (held.length === 0) return 0
  const decisions = new Map((await store.decisions()).map((decision) => [decision.textHash, decision]))
  let settled = 0
  for (const { id, textHash } of held) {
    const change = approval === 'none' ? approved : changeFor(decisions.get(textHash))
    if (change && (await store.change(id, 'held', change))) settled += 1
  }
  return settled
}

/** Nobody waits for ever: what is held since before that time fails. */
export async function giveUpHeld(store: QueryStore, before: Timestamp): Promise<void> {
  for (const { id, held, createdAt } of await store.list(0)) {
    if (held && createdAt < before) await store.change(id, 'held', failed('nobody at the clinic decided on this query'))
  }
}

/** What a decision makes of a query; undefined: it waits for one. */
export function changeFor(decision: Decision | undefined) {
  if (!decision) return undefined
  return decision.verdict === 'approved' ? approved : declined(decision.why)
}
