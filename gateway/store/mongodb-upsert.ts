import type { Collection } from 'mongodb'
import type { MongoRecord } from './mongodb-connection.ts'
import { isDuplicateKey, isNotImplemented } from './mongodb-errors.ts'
import type { RecordText, Upsert } from './record-store.ts'
import { isEarlier, isOtherPerson } from './replacement.ts'

// A race is over at the first retry, unless someone wipes between the two; more of them mean that something is wrong.
const attempts = 5

// MongoDB's limit for a document, in bytes of BSON; JSON text of `surelySmall` characters stays below it (an array of
// digits grows most, sixfold).
const largest = 16 * 1024 * 1024
const surelySmall = 1e6

const marks = { hash_id: 1, effective_time: 1 }

/**
 * Makes the upsert: it replaces the stored document unless that is newer (K20), in one atomic step of the server. The
 * filter does not match a newer one, so that the server tries to insert and finds the `_id` taken. Raises the driver's
 * errors.
 */
export function mongoUpsert() {
  // FerretDB can't return a part of the document that it replaces; it is asked for all of it from the second time on.
  let projection: typeof marks | undefined = marks

  const replace = async (collection: Collection<MongoRecord>, record: RecordText, document: MongoRecord) => {
    const options = { upsert: true, returnDocument: 'before', ...(projection && { projection }) } as const
    const before = await collection.findOneAndReplace(notNewer(record), document, options)
    if (!before) return { outcome: 'inserted', otherPerson: false } as const
    return { outcome: 'replaced', otherPerson: isOtherPerson(before, record) } as const
  }
  return async (collection: Collection<MongoRecord>, record: RecordText): Promise<Upsert> => {
    const document: MongoRecord = JSON.parse(record.json)
    if (record.json.length > surelySmall) await refuseTooLarge(document)
    for (let attempt = 1; ; attempt++) {
      try {
        return await replace(collection, record, document)
      } catch (error) {
        if (attempt === attempts) throw error
        if (isNotImplemented(error)) projection = undefined
        else if (!isDuplicateKey(error)) throw error
        const stale = await staleBeside(collection, record)
        // If not, somebody else inserted it at the same moment, or it has been wiped since: now the filter decides.
        if (stale) return stale
      }
    }
  }
}
/** Says it ourselves: past 48 MB a server hangs up instead, which looks like an outage; FerretDB takes what MongoDB won't. */
async function refuseTooLarge(document: MongoRecord) {
  const { BSON } = await import('mongodb')
  if (BSON.calculateObjectSize(document) > largest) throw new RangeError('larger than the 16 MiB of a document')
}

async function staleBeside(collection: Collection<MongoRecord>, record: RecordText): Promise<Upsert | undefined> {
  const stored = await collection.findOne({ _id: record._id }, { projection: marks })
  if (!stored || !isEarlier(record, { effective_time: stored.effective_time ?? null })) return undefined
  return { outcome: 'stale', otherPerson: isOtherPerson(stored, record) }
}

/** `null` also matches an absent field; "not greater" also matches null and absent, which "less or equal" would not. */
function notNewer({ _id, effective_time }: RecordText) {
  return effective_time === null ? { _id, effective_time } : { _id, effective_time: { $not: { $gt: effective_time } } }
}
