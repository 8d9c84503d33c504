import type { Query, QueryId, QueryResult, Timestamp } from '../query/query.ts'
import type { Decision, NewResult, StoredQuery, StoredSummary } from './query-store.ts'

/**
 * A query in MongoDB. Its result is a part of it, so that both change in one atomic step without a transaction; its
 * texts stand apart, once for each hash.
 */
export type QueryDocument = Omit<StoredSummary, 'id'> &
  Pick<Query, 'log'> & {
    _id: QueryId
    claims: number
    holder: string | null
    leaseUntil: Timestamp | null
    notBefore: Timestamp | null
    result?: NewResult & { id: QueryId; createdAt: Timestamp }
  }

/** What decides who gets a query: `_id` is unique on every server, whatever else it does in two steps. */
export type ClaimDocument = { _id: string; at: Timestamp }

export type TextsDocument = Pick<Query, 'map' | 'reduce' | 'functions' | 'filter'> & { _id: string }

export type DecisionDocument = Omit<Decision, 'textHash'> & { _id: string }

/** `_id` is the sequence number, of which there is one, so that there is one next entry. */
export type AuditDocument = { _id: number; text: string; hash: string }

export type AuditHeadDocument = { _id: 'head'; seq: number; hash: string }

export function documentOf(query: StoredQuery): { query: QueryDocument; texts: TextsDocument } {
  const { id, map, reduce, functions, filter, resultId: _, ...rest } = query
  return {
    query: { _id: id, ...rest, claims: 0, holder: null, leaseUntil: null, notBefore: null },
    texts: { _id: query.textHash, map, reduce, functions, filter },
  }
}

export const summaryFields = {
  textHash: 1,
  hub: 1,
  status: 1,
  held: 1,
  createdAt: 1,
  updatedAt: 1,
  errorMessage: 1,
  requestId: 1,
} as const

export function summaryOf(document: QueryDocument): StoredSummary {
  const { _id, textHash, hub, status, held, createdAt, updatedAt, errorMessage, requestId } = document
  return {
    ...{ id: _id, textHash, hub, status, held, createdAt, updatedAt },
    ...(errorMessage !== undefined && { errorMessage }),
    ...(requestId !== undefined && { requestId }),
  }
}

export function queryOf(document: QueryDocument, { map, reduce, functions, filter }: TextsDocument): StoredQuery {
  const { log, result } = document
  return {
    ...summaryOf(document),
    ...{ map, reduce, functions, filter, log },
    ...(result && { resultId: result.id }),
  }
}

export function resultOf({ _id, result }: QueryDocument): QueryResult | undefined {
  if (!result) return undefined
  const { id, createdAt, suppressed, values } = result
  return { id, queryId: _id, createdAt, suppressed, values }
}
