import { logEntry, newId, now } from '../query/ids.ts'
import type { QueryId } from '../query/query.ts'
import { isDuplicateKey } from './mongodb-errors.ts'
import type { QueryCollections } from './mongodb-query-collections.ts'
import { documentOf, type QueryDocument } from './mongodb-query-documents.ts'
import { finished, unfinished } from './mongodb-query-reads.ts'
import type { Change, Decision, Guard, Lease, StoredQuery } from './query-store.ts'

export async function addQuery({ queries, texts }: QueryCollections, query: StoredQuery): Promise<void> {
  const documents = documentOf(query)
  await texts.insertOne(documents.texts).catch((error: unknown) => {
    // The same texts were asked before.
    if (!isDuplicateKey(error)) throw error
  })
  await queries.insertOne(documents.query)
}

export async function extendLease(
  { queries }: QueryCollections,
  id: QueryId,
  { holder, until }: Lease,
): Promise<boolean> {
  const held = { _id: id, status: 'running', holder } as const
  return (await queries.updateOne(held, { $set: { leaseUntil: until } })).matchedCount === 1
}

const conditions = { unfinished, held: { status: 'queued', held: true } as const }

export async function changeQuery(
  { queries }: QueryCollections,
  id: QueryId,
  guard: Guard,
  change: Change,
): Promise<boolean> {
  const condition =
    typeof guard === 'string' ? conditions[guard] : ({ status: 'running', holder: guard.holder } as const)
  const { status, held, messages, errorMessage, notBefore = null, result } = change
  const set: Partial<QueryDocument> = {
    ...{ status, holder: null, leaseUntil: null, notBefore, updatedAt: now() },
    ...(held !== undefined && { held }),
    ...(errorMessage !== undefined && { errorMessage }),
    ...(result && { result: { ...result, id: newId(), createdAt: now() } }),
  }
  const log = { $each: messages.map(logEntry) }
  return (await queries.updateOne({ _id: id, ...condition }, { $set: set, $push: { log } })).matchedCount === 1
}

export async function writeDecision(
  { decisions }: QueryCollections,
  { textHash, ...decision }: Decision,
): Promise<void> {
  await decisions.replaceOne({ _id: textHash }, decision, { upsert: true })
}

export async function pruneQueries(
  { queries, claims }: QueryCollections,
  { before, keep }: { before: string; keep: number },
): Promise<number> {
  const newest = queries.find(finished, { projection: { updatedAt: 1 } }).sort({ updatedAt: -1, _id: -1 })
  const [firstTooMany] = await newest.skip(keep).limit(1).toArray()
  // Of several that ended in the same millisecond one more may stay.
  const outdated = [
    { updatedAt: { $lt: before } },
    ...(firstTooMany ? [{ updatedAt: { $lte: firstTooMany.updatedAt } }] : []),
  ]
  const { deletedCount } = await queries.deleteMany({ ...finished, $or: outdated })
  // A query that is not over after all that time gets another number at its next claim.
  await claims.deleteMany({ at: { $lt: before } })
  return deletedCount
}
