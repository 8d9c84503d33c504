import type { QueryStore } from '../store/query-store.ts'
import { fromNow } from './ids.ts'
import type { QuerySettings } from './query-settings.ts'
import { giveUpHeld, settleHeld } from './settle-held.ts'

export type UpkeepNeeds = {
  store: QueryStore
  settings: Pick<QuerySettings, 'policy' | 'retention'>
  /** Milliseconds between two looks. */
  poll: number
  /** Called when held queries may run. */
  settled(): void
}

/** Milliseconds between two looks for what was kept for long enough. */
const pruneInterval = 600_000

const day = 24 * 3_600_000

/** What is to be done now and then: decisions reach the queries that wait for them, and old queries go. */
export function startUpkeep({ store, settings, poll, settled }: UpkeepNeeds): { close(): Promise<void> } {
  let pruneAt = 0
  let working: Promise<void> | undefined

  const work = async () => {
    if ((await settleHeld(store, settings.policy.approval)) > 0) settled()
    if (Date.now() < pruneAt) return
    pruneAt = Date.now() + pruneInterval
    const before = fromNow(-settings.retention.days * day)
    await giveUpHeld(store, before)
    await store.prune({ before, keep: settings.retention.queries })
  }
  const timer = setInterval(() => {
    working ??= work()
      // The store is away; the next look tells whether it is back.
      .catch(() => {})
      .finally(() => {
        working = undefined
      })
  }, poll)
  return {
    async close() {
      clearInterval(timer)
      await working
    },
  }
}
