import type { Claim, QueryStore } from '../store/query-store.ts'
import { fromNow } from './ids.ts'

/** All in milliseconds. */
export type Timing = {
  /** Work of other gateways, approvals and cancellations are noticed so often. */
  poll: number
  /**
   * A gateway that died in mid-query leaves it to others after so long. Where clocks differ by more than half of it, a
   * query may run in two gateways at a time; only one of them ends it, all the same.
   */
  lease: number
  /** The first wait before a query is tried again; each further one is twice as long. */
  backOff: number
}

export const defaultTiming: Timing = { poll: 500, lease: 15_000, backOff: 1_000 }

/** A claim and when its lease runs out, in milliseconds since 1970. */
export type HeldClaim = Pick<Claim, 'query' | 'holder'> & { until: number }

/**
 * Keeps a claim while the query runs; calls `lost` once when it is this gateway's no more, which is when somebody has
 * cancelled it, or when the store did not answer for so long that others may have taken it over.
 */
export function holdLease(store: QueryStore, held: HeldClaim, { poll, lease }: Timing, lost: () => void): Disposable {
  const { query, holder } = held
  let { until } = held
  let looking = false

  const look = async () => {
    if (Date.now() < until - lease / 2) return store.holds(query.id, holder)
    const next = Date.now() + lease
    const extended = await store.extend(query.id, { holder, until: fromNow(lease) })
    if (extended) until = next
    return extended
  }
  const timer = setInterval(async () => {
    if (looking) return
    looking = true
    // A store that does not answer may do so again before the lease is over.
    const isHeld = await look().catch(() => Date.now() < until)
    looking = false
    if (!isHeld) stop(lost)
  }, poll)

  const stop = (then?: () => void) => {
    clearInterval(timer)
    then?.()
  }
  return { [Symbol.dispose]: () => stop() }
}
