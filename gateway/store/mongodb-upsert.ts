import type { Collection } from 'mongodb'
import { isDuplicateKey } from './mongodb-errors.ts'
import type { RecordText, Upsert } from './record-store.ts'
import { isEarlier, isOtherPerson } from './replacement.ts'

/** A record in MongoDB: the patient record itself, nothing added. */
export type MongoRecord = { _id: string; effective_time?: number | null; hash_id?: string | null }

// A race is over at the first retry, unless someone wipes between the two; more of them mean that something is wrong.
const attempts = 5

// MongoDB's limit for a document, in bytes of BSON; JSON text of `surelySmall` characters stays below it (an array of
// digits grows most, sixfold).
const largest = 16 * 1024 * 1024
const surelySmall = 1e6

const marks = { hash_id: 1, effective_time: 1 }

/**
 * Inserts the record, or replaces the stored one unless that is newer (K20). What stands there is read first, which
 * costs little by `_id`; each write holds only if that is still so, and else all begins again. Raises the driver's errors.
 */
export async function mongoUpsert(collection: Collection<MongoRecord>, record: RecordText): Promise<Upsert> {
  const document: MongoRecord = JSON.parse(record.json)
  if (record.json.length > surelySmall) await refuseTooLarge(document)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stored = await collection.findOne({ _id: record._id }, { projection: marks })
    const otherPerson = stored !== null && isOtherPerson(stored, record)
    if (stored && isEarlier(record, { effective_time: stored.effective_time ?? null })) {
      return { outcome: 'stale', otherPerson }
    }
    const written = stored ? await replace(collection, record, document) : await insert(collection, document)
    if (written) return { outcome: stored ? 'replaced' : 'inserted', otherPerson }
  }
  throw new Error('others keep changing this record')
}

/** False if somebody else inserted it at the same moment. */
async function insert(collection: Collection<MongoRecord>, document: MongoRecord): Promise<boolean> {
  try {
    await collection.insertOne(document)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** False if a newer one stands there by now, or none. */
async function replace(
  collection: Collection<MongoRecord>,
  { _id, effective_time }: RecordText,
  document: MongoRecord,
): Promise<boolean> {
  // `null` also matches an absent field; "not greater" matches null and absent, too, which "less or equal" would not.
  const notNewer = effective_time === null ? null : { $not: { $gt: effective_time } }
  return (await collection.replaceOne({ _id, effective_time: notNewer }, document)).matchedCount === 1
}

/** Says it ourselves: past 48 MB a server hangs up instead, which looks like an outage; FerretDB takes what MongoDB won't. */
async function refuseTooLarge(document: MongoRecord): Promise<void> {
  const { BSON } = await import('mongodb')
  if (BSON.calculateObjectSize(document) > largest) throw new RangeError('larger than the 16 MiB of a document')
}
