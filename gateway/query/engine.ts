import type { QueryTexts } from './query.ts'

/** What one query may use; from the site's policy. What is exceeded is named in the query's error message. */
export type QueryLimits = {
  /** Wall time in milliseconds, from the call of `run`. */
  time: number
  /** Memory of one sandbox process in MiB, beyond what Node itself and records read before take. */
  memory: number
  /** Different emitted keys. */
  keys: number
  /** Characters of a member name. */
  keyLength: number
  /** Bytes of the result's JSON text; also bounds what each process makes of its share of the records. */
  result: number
}

/** What came of map and reduce, before the site's policy looks at it. */
export type Computed = {
  /**
   * Member name → JSON text of its value, in the order in which the records, by `_id`, first emitted the names. No name
   * comes twice: of keys that are written alike the last one counts.
   */
  values: [name: string, json: string][]
  /** How many records map was called with. */
  recordsRead: number
  emitted: number
}

/** The place in the query's own text where it failed. */
export type Place = { part: 'map' | 'reduce' | 'functions' | 'filter'; line?: number; column?: number }

/**
 * Runs queries, each in sandbox processes of its own that die with it. `run` raises QueryFailed for whatever is wrong with the
 * query itself (its message holds no record content), StoreUnavailable, and the signal's reason when it is aborted.
 */
export type Engine = {
  run(texts: QueryTexts, limits: QueryLimits, signal: AbortSignal): Promise<Computed>
  /** Ends every sandbox process. */
  close(): Promise<void>
}
