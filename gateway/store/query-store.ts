import type { AuditEntry, AuditHead, AuditLink } from '../query/audit-chain.ts'
import type { Query, QueryId, QueryResult, QueryStatus, QuerySummary, Timestamp } from '../query/query.ts'

/** `textHash` names the four texts, for approvals and for the audit log. */
export type StoredQuery = Query & { textHash: string }
export type StoredSummary = QuerySummary & Pick<StoredQuery, 'textHash'>

/** By which one gateway alone runs a query; `until` is when another may take it over. */
export type Lease = { holder: string; until: Timestamp }

/** A query that is this holder's to run. `claims`: how often it was taken to be run, this time included. */
export type Claim = { query: StoredQuery; holder: string; claims: number }

/** A result on its way into the store; `cacheKey` stands for all that it depends on. */
export type NewResult = Pick<QueryResult, 'values' | 'suppressed'> & { cacheKey?: string }

/** A step in the life of a query; what is left out stays as it is, but a lease ends with any step. */
export type Change = {
  status: QueryStatus
  held?: boolean
  /** For the query's log, in order. */
  messages: string[]
  errorMessage?: string
  /** Not to be claimed before. */
  notBefore?: Timestamp
  result?: NewResult
}

/** What must be so for a change to be made: running under this holder, not over yet, or waiting for approval. */
export type Guard = { holder: string } | 'unfinished' | 'held'

/** What a person at the clinic said of a text. */
export type Decision = { textHash: string; verdict: 'approved' | 'declined'; why?: string; by: string; at: Timestamp }

/**
 * Where queries, their results, approvals and the audit log are kept. Several gateways may have the same store open.
 * Every promise resolves once the change is on disk; all raise StoreUnavailable.
 */
export type QueryStore = {
  /** Keeps a new query; its texts once, under their hash. */
  add(query: StoredQuery): Promise<void>
  get(id: QueryId): Promise<StoredQuery | undefined>
  /** As `Queries.list`. */
  list(most: number): Promise<StoredSummary[]>
  /** How many are queued or running. */
  unfinished(): Promise<number>
  result(id: QueryId): Promise<QueryResult | undefined>
  /** The newest first, without their values. */
  results(most: number): Promise<Omit<QueryResult, 'values'>[]>
  /** The values of a complete query's result with this key. */
  cached(cacheKey: string): Promise<NewResult | undefined>

  /**
   * Takes the oldest query that may run: queued and not held, or running under a lease that has run out. It is running
   * then, for nobody but this holder.
   */
  claim(lease: Lease): Promise<Claim | undefined>
  /** False: the query is not this holder's any more; it was cancelled, or taken over after the lease had run out. */
  extend(id: QueryId, lease: Lease): Promise<boolean>
  /** Whether the query is still this holder's; as `extend`, without a write. */
  holds(id: QueryId, holder: string): Promise<boolean>
  /** One atomic step, result and all; false, and nothing done, if the guard does not hold. */
  change(id: QueryId, guard: Guard, change: Change): Promise<boolean>

  decision(textHash: string): Promise<Decision | undefined>
  /** Instead of an earlier decision on the same text. */
  decide(decision: Decision): Promise<void>
  decisions(): Promise<Decision[]>

  /** Deletes what is over since before that time, and of the rest all but the newest; answers how many. */
  prune(finished: { before: Timestamp; keep: number }): Promise<number>

  audit: AuditStore
  close(): Promise<void>
}

/** The audit log: entries are added at its end and never change. */
export type AuditStore = {
  append(entry: AuditEntry): Promise<AuditLink>
  /** In order, those after `seq` only. */
  read(after?: number): AsyncIterable<AuditLink>
  /** Where the log ended, as noted beside it with each entry. */
  head(): Promise<AuditHead | undefined>
  texts(textHash: string): Promise<Pick<Query, 'map' | 'reduce' | 'functions' | 'filter'> | undefined>
}
