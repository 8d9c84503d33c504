import type { Filter } from 'mongodb'
import type { QueryId, QueryResult } from '../query/query.ts'
import type { QueryCollections } from './mongodb-query-collections.ts'
import { type QueryDocument, queryOf, resultOf, summaryFields, summaryOf } from './mongodb-query-documents.ts'
import type { Decision, NewResult, StoredQuery, StoredSummary } from './query-store.ts'

export const unfinished = { status: { $in: ['queued', 'running'] } } satisfies Filter<QueryDocument>
export const finished = { status: { $in: ['complete', 'failed'] } } satisfies Filter<QueryDocument>

type Queries = Pick<QueryCollections, 'queries'>

export async function readQuery(collections: QueryCollections, id: QueryId): Promise<StoredQuery | undefined> {
  const document = await collections.queries.findOne({ _id: id }, { projection: { 'result.values': 0 } })
  return document ? withTexts(collections, document) : undefined
}

/** Raises where the texts are gone, which nothing here ever deletes. */
export async function withTexts({ texts }: QueryCollections, document: QueryDocument): Promise<StoredQuery> {
  const found = await texts.findOne({ _id: document.textHash })
  if (!found) throw new Error('the texts of a query are missing')
  return queryOf(document, found)
}

/** As `Queries.list`. */
export async function listQueries({ queries }: Queries, most: number): Promise<StoredSummary[]> {
  const select = (filter: object) =>
    queries.find(filter, { projection: summaryFields }).sort({ updatedAt: -1, _id: -1 })
  const open = await select(unfinished).toArray()
  const room = most - open.length
  const over = room > 0 ? await select(finished).limit(room).toArray() : []
  // One that ended between the two readings is in both.
  const ids = new Set(over.map(({ _id }) => _id))
  return [...open.filter(({ _id }) => !ids.has(_id)), ...over].map(summaryOf).sort(byNewest)
}

const byNewest = (one: StoredSummary, two: StoredSummary) =>
  one.updatedAt < two.updatedAt || (one.updatedAt === two.updatedAt && one.id < two.id) ? 1 : -1

export async function readResult({ queries }: Queries, id: QueryId): Promise<QueryResult | undefined> {
  const document = await queries.findOne({ 'result.id': id })
  return document ? resultOf(document) : undefined
}

export async function listResults({ queries }: Queries, most: number): Promise<Omit<QueryResult, 'values'>[]> {
  const complete = queries.find({ status: 'complete' }, { projection: { 'result.values': 0 } })
  const documents = await complete.sort({ updatedAt: -1, _id: -1 }).limit(most).toArray()
  return documents.flatMap((document) => {
    const { values: _, ...result } = resultOf(document) ?? {}
    return 'id' in result ? [result] : []
  })
}

export async function findCached({ queries }: Queries, cacheKey: string): Promise<NewResult | undefined> {
  const document = await queries.findOne({ 'result.cacheKey': cacheKey }, { projection: { result: 1 } })
  if (!document?.result) return undefined
  const { values, suppressed } = document.result
  return { values, suppressed, cacheKey }
}

export async function readDecision({ decisions }: QueryCollections, textHash: string): Promise<Decision | undefined> {
  const document = await decisions.findOne({ _id: textHash })
  if (!document) return undefined
  const { _id, ...decision } = document
  return { textHash: _id, ...decision }
}

export async function listDecisions({ decisions }: QueryCollections): Promise<Decision[]> {
  const documents = await decisions.find().sort({ at: 1 }).toArray()
  return documents.map(({ _id, ...decision }) => ({ textHash: _id, ...decision }))
}
