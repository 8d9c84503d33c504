import { setTimeout as sleep } from 'node:timers/promises'
import { type AuditEntry, type AuditHead, type AuditLink, beginning, linkAfter } from '../query/audit-chain.ts'
import { isDuplicateKey } from './mongodb-errors.ts'
import type { QueryCollections } from './mongodb-query-collections.ts'

// Each try loses only to an entry of another process.
const attempts = 100

/**
 * The next number is whose entry is there first; the others link theirs after it. `last` is the entry that this process
 * wrote last, if it did: mostly nobody else has written since. Raises the driver's errors.
 */
export async function appendAudit(
  collections: QueryCollections,
  entry: AuditEntry,
  last: AuditHead | undefined,
): Promise<AuditLink> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const previous = attempt === 0 && last ? last : await lastOf(collections)
    const link = linkAfter(previous, entry)
    if (await insert(collections, link)) {
      await noteHead(collections, link)
      return link
    }
    await sleep(Math.random() * Math.min(attempt, 20))
  }
  throw new Error('others keep writing into the audit log')
}

/** Where the last entries were cut off, the chain goes on from the noted head: the gap stays to be seen. */
async function lastOf(collections: QueryCollections): Promise<AuditHead> {
  const head = (await readHead(collections)) ?? beginning
  const last = await collections.audit.findOne({}, { sort: { _id: -1 }, projection: { hash: 1 } })
  return last && last._id >= head.seq ? { seq: last._id, hash: last.hash } : head
}

async function insert({ audit }: QueryCollections, { seq, text, hash }: AuditLink): Promise<boolean> {
  try {
    await audit.insertOne({ _id: seq, text, hash })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** Never backwards, though heads may be noted in another order than their entries came. */
async function noteHead({ auditHead }: QueryCollections, { seq, hash }: AuditLink): Promise<void> {
  const head = { seq, hash }
  const noted = await auditHead.updateOne({ _id: 'head', seq: { $lt: seq } }, { $set: head })
  if (noted.matchedCount > 0) return
  await auditHead.insertOne({ _id: 'head', ...head }).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error
  })
}

export async function* readAudit({ audit }: QueryCollections, after: number): AsyncGenerator<AuditLink, void> {
  const cursor = audit.find({ _id: { $gt: after } }, { sort: { _id: 1 } })
  for await (const { _id, text, hash } of cursor) yield { seq: _id, text, hash }
}

export async function readHead({ auditHead }: QueryCollections): Promise<AuditHead | undefined> {
  const head = await auditHead.findOne({ _id: 'head' })
  return head ? { seq: head.seq, hash: head.hash } : undefined
}
