/** The texts of a query exactly as the hub sent them; null where the part was missing (`gateway-api.md` section 4.1). */
export type QueryTexts = {
  map: string
  reduce: string
  /** Library functions; empty when the hub's user has none. */
  functions: string | null
  /** A MongoDB query document as JSON text; null or blank: all records. */
  filter: string | null
}

/** All that a hub is ever shown: any other word would blind it (`gateway-api.md` section 5.2). */
export type QueryStatus = 'queued' | 'running' | 'complete' | 'failed'

/** ISO 8601 in UTC with milliseconds, so that times sort as text. */
export type Timestamp = string

export type QueryLogEntry = { id: QueryId; message: string; at: Timestamp }

/** 24 lower-case hexadecimal digits. */
export type QueryId = string

export type NewQuery = QueryTexts & {
  /** Who asked: the name of the hub's certificate; `local` for an operator at the endpoint. */
  hub: string
  /** Set for queries that came by the PMN routes (`gateway-api.md` section 7.3). */
  requestId?: string
}

export type Query = NewQuery & {
  id: QueryId
  status: QueryStatus
  /** A queued query that waits for a person at the clinic to approve its text. */
  held: boolean
  log: QueryLogEntry[]
  createdAt: Timestamp
  updatedAt: Timestamp
  /** For a failed one: why, in a sentence without record content. */
  errorMessage?: string
  /** For a complete one. */
  resultId?: QueryId
}

/** What the feed and the lists need of a query; its texts may be large. */
export type QuerySummary = Pick<
  Query,
  'id' | 'hub' | 'requestId' | 'status' | 'held' | 'createdAt' | 'updatedAt' | 'errorMessage'
>

/** What leaves the clinic: suppression and limits are already applied when it is stored. */
export type QueryResult = {
  id: QueryId
  queryId: QueryId
  createdAt: Timestamp
  /** Member name (the emitted key as text, `gateway-api.md` section 6.1) → value, as one JSON object's text. */
  values: string
  /** What the site's policy left out, for people; never part of `values`. */
  suppressed: { cells: number; minimum: number }
}

/** What the HTTP routes and the commands may do with queries; running them is nobody else's business. */
export type Queries = {
  /** Keeps a new query and answers at once; it runs when its turn comes. Raises StoreUnavailable, QueryRefused. */
  submit(query: NewQuery): Promise<Query>
  get(id: QueryId): Promise<Query | undefined>
  /** The newest `updatedAt` first; every unfinished one, and of the finished ones the newest up to `most` in all. */
  list(most?: number): Promise<QuerySummary[]>
  /** With `fetchedBy`, a hub, the audit log tells who took it. */
  result(id: QueryId, fetchedBy?: string): Promise<QueryResult | undefined>
  /** The newest first, without their values. */
  results(most?: number): Promise<Omit<QueryResult, 'values'>[]>
  /**
   * Ends a queued or running query: it is failed with this reason at once, and what runs is stopped within a second.
   * False: it is over already. `by` goes into the audit log: the name of the hub, or of a person at the endpoint.
   */
  cancel(id: QueryId, reason: string, by?: string): Promise<boolean>
}
