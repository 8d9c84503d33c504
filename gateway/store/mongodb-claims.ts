import { logEntry, now } from '../query/ids.ts'
import { isDuplicateKey } from './mongodb-errors.ts'
import type { QueryCollections } from './mongodb-query-collections.ts'
import { type QueryDocument, summaryFields } from './mongodb-query-documents.ts'
import { withTexts } from './mongodb-query-reads.ts'
import type { Claim, Lease } from './query-store.ts'

// Milliseconds after which a number that was taken but not used is given up.
const patience = 10_000

// How many others may be quicker before it is left for the next look.
const attempts = 5

/**
 * Takes the oldest query that may run. Each taking of a query has a number; who first inserts that number's document
 * has it, and then writes it down in the query, on condition that nobody else has. (The update alone would do on
 * MongoDB; servers that read and write in two steps would give one query to two.)
 */
export async function claimQuery(collections: QueryCollections, lease: Lease): Promise<Claim | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const oldest = await findRunnable(collections)
    if (!oldest) return undefined
    const taken = (await takeNumber(collections, oldest)) && (await writeDown(collections, oldest, lease))
    if (taken) return { query: await withTexts(collections, taken), holder: lease.holder, claims: taken.claims }
  }
  return undefined
}

function findRunnable({ queries }: QueryCollections): Promise<QueryDocument | null> {
  const time = now()
  const waiting = [{ notBefore: null }, { notBefore: { $lte: time } }].map((due) => ({
    status: 'queued' as const,
    held: false,
    ...due,
  }))
  const runnable = { $or: [...waiting, { status: 'running' as const, leaseUntil: { $lt: time } }] }
  return queries.findOne(runnable, { sort: { createdAt: 1, _id: 1 }, projection: { ...summaryFields, claims: 1 } })
}

async function takeNumber(collections: QueryCollections, { _id, claims }: QueryDocument): Promise<boolean> {
  const number = `${_id} ${claims + 1}`
  try {
    await collections.claims.insertOne({ _id: number, at: now() })
    return true
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  const other = await collections.claims.findOne({ _id: number })
  // Whoever has it died before it could write it down: the next number is free.
  if (other && Date.now() - Date.parse(other.at) > patience) {
    await collections.queries.updateOne({ _id, claims }, { $set: { claims: claims + 1 } })
  }
  return false
}

function writeDown(
  { queries }: QueryCollections,
  { _id, claims, status }: QueryDocument,
  { holder, until }: Lease,
): Promise<QueryDocument | null> {
  const set = { status: 'running', held: false, holder, leaseUntil: until, notBefore: null, updatedAt: now() } as const
  return queries.findOneAndUpdate(
    { _id, claims, status },
    { $set: { ...set, claims: claims + 1 }, $push: { log: logEntry('Job running') } },
    { returnDocument: 'after' },
  )
}
