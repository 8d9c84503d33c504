import type { Logger } from 'pino'
import type { Change, Claim, NewResult, QueryStore } from '../store/query-store.ts'
import { type RecordStore, StoreUnavailable } from '../store/record-store.ts'
import type { AuditEntry } from './audit-chain.ts'
import { cacheKey } from './cache-key.ts'
import type { Engine } from './engine.ts'
import { now } from './ids.ts'
import { completed, failed, putBack, putOnHold } from './life.ts'
import { type Policy, release } from './policy.ts'
import { QueryFailed } from './query-failed.ts'
import { changeFor } from './settle-held.ts'
import { textHash } from './text-hash.ts'

export type RunnerNeeds = {
  store: QueryStore
  engine: Engine
  records: Pick<RecordStore, 'version'>
  policy: Policy
  log: Logger
  /** Of the code that answers queries. */
  code: string
  /** Milliseconds, see `Timing`. */
  backOff: number
}

/** Why a run ended before its query did. */
export class RunStopped extends Error {
  /** `lost`: the query is not this gateway's any more; `closing`: the gateway stops, and the query is to run again. */
  readonly why: 'lost' | 'closing'

  constructor(why: RunStopped['why']) {
    super(`the run was stopped: ${why}`)
    this.name = new.target.name
    this.why = why
  }
}

// Milliseconds between two tries while the store is away, at most.
const longestWait = 60_000

// So often a query is begun before it is taken to be what ends its gateways.
const mostClaims = 8

/** How a run ended, for the audit log, and what that makes of the query; no change: it is somebody else's. */
type End = { told: Pick<AuditEntry, 'outcome'> & Partial<AuditEntry>; change?: Change }

/**
 * Runs a claimed query to its end, or as far as the signal lets it. What comes of it is in the audit log before anybody
 * can see it. Raises StoreUnavailable where nobody can be told; the lease runs out then, and the query runs again.
 */
export async function runClaim(claim: Claim, needs: RunnerNeeds, signal: AbortSignal): Promise<void> {
  const { store, log } = needs
  const { query, holder } = claim
  if (await isStoppedByClinic(claim, needs)) return
  const started = performance.now()
  const { told, change } = await answer(claim, needs, signal).catch((error: unknown) => endOf(error, claim, needs))
  const milliseconds = Math.round(performance.now() - started)
  const { id, hub } = query
  const tell = (more: End['told']) =>
    store.audit.append({ event: 'ran', at: now(), by: hub, query: id, textHash: query.textHash, milliseconds, ...more })
  const { seq, hash } = await tell(told)
  // With the end of the audit log, which so is noted in a second place.
  log.info({ query: id, hub, milliseconds, ...told, audit: `${seq}:${hash}` }, 'query ran')
  if (change && !(await store.change(id, { holder }, change))) await tell({ outcome: 'lost' })
}

/** Here the approval binds, whatever was so when the query was submitted. */
async function isStoppedByClinic({ query, holder }: Claim, { store, policy }: RunnerNeeds): Promise<boolean> {
  if (policy.approval === 'none') return false
  const decision = await store.decision(query.textHash)
  if (decision?.verdict === 'approved') return false
  await store.change(query.id, { holder }, changeFor(decision) ?? putOnHold)
  return true
}

async function answer({ query, claims }: Claim, needs: RunnerNeeds, signal: AbortSignal): Promise<End> {
  const { store, engine, records, policy, code } = needs
  const { map, reduce, functions, filter } = query
  // What was approved and what is told must be what runs.
  if (textHash(query) !== query.textHash) throw new QueryFailed('its texts were changed after it was submitted')
  if (claims > mostClaims) throw new QueryFailed(`it was begun ${mostClaims} times and never came to an end`)
  const before = await records.version()
  const key = cacheKey(query.textHash, before, policy, code)
  const cached = await store.cached(key)
  if (cached) {
    const keysReturned = Object.keys(JSON.parse(cached.values)).length
    return { told: { outcome: 'cached', recordsRead: 0, keysReturned, ...sizeOf(cached) }, change: completed(cached) }
  }

  const computed = await engine.run({ map, reduce, functions, filter }, policy.limits, signal)
  const { keys, ...released } = release(computed, policy)
  // Only what was read from the same records from beginning to end may answer again.
  const result = { ...released, ...((await records.version()) === before && { cacheKey: key }) }
  const told = {
    outcome: 'complete' as const,
    recordsRead: computed.recordsRead,
    keysReturned: keys,
    ...sizeOf(result),
  }
  return { told, change: completed(result) }
}

const sizeOf = ({ values, suppressed }: NewResult) => ({
  resultBytes: Buffer.byteLength(values),
  suppressedCells: suppressed.cells,
})

function endOf(error: unknown, { claims }: Claim, { log, backOff }: RunnerNeeds): End {
  if (error instanceof RunStopped) {
    if (error.why === 'lost') return { told: { outcome: 'lost' } }
    return { told: { outcome: 'stopped', why: 'the gateway stops' }, change: putBack(0) }
  }
  if (error instanceof QueryFailed) return failure(error.message)
  if (error instanceof StoreUnavailable) {
    if (claims >= mostClaims) return failure('the endpoint could not read its records')
    return {
      told: { outcome: 'stopped', why: 'no answer from the store' },
      change: putBack(Math.min(backOff * 2 ** (claims - 1), longestWait)),
    }
  }
  // Its message might quote a record.
  log.error({ error: error instanceof Error ? error.name : typeof error }, 'a query met an internal error')
  return failure('the endpoint met an internal error; its log tells more')
}

const failure = (why: string): End => ({ told: { outcome: 'failed', why }, change: failed(why) })
