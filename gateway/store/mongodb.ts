import type { Collection } from 'mongodb'
import { inTurn } from './in-turn.ts'
import { readMongoAddress } from './mongodb-address.ts'
import { mongoConnection } from './mongodb-connection.ts'
import { isAboutFilter, isLostCursor, isMissingCollection, storeError } from './mongodb-errors.ts'
import { type MongoRecord, mongoUpsert } from './mongodb-upsert.ts'
import { type MongoVersion, mongoVersions } from './mongodb-version.ts'
import { badStore, FilterRefused, type RecordPage, type RecordStore } from './record-store.ts'

// Characters of a page; a server sends up to 16 MB at a time.
const pageSize = 1e6

/**
 * Records in the collection `records` of a MongoDB 3.6 to 8.0, each as a plain document, in the URI's database or
 * `scoop_endpoint`. `unchanged` is never told: finding out would mean reading every record back. Raises EndpointError
 * for a URI that is none; nothing that it raises, then or later, holds the URI's password.
 */
export function mongoStore(uri: string): RecordStore {
  const address = readMongoAddress(uri)
  if (!address) throw badStore()
  const { name } = address
  const connection = mongoConnection(uri, address)
  const records = () => connection.collection<MongoRecord>('records')
  const versions = mongoVersions(() => connection.collection<MongoVersion>('record_versions'))
  // The server alone keeps the newest record. FerretDB reads and writes in two steps, so two upserts of one record
  // could pass each other there; on MongoDB this saves their conflicts.
  const oneByOne = inTurn()
  const underWay = new Set<Promise<unknown>>()

  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const working = work()
    underWay.add(working)
    try {
      return await working
    } catch (error) {
      throw storeError(name, error)
    } finally {
      underWay.delete(working)
    }
  }
  return {
    upsert: (record) =>
      attempt(() =>
        versions.whileChanging(() => oneByOne(record._id, async () => mongoUpsert(await records(), record))),
      ),
    get: (id) =>
      attempt(async () => {
        const document = await (await records()).findOne({ _id: id })
        return document ? JSON.stringify(document) : undefined
      }),
    async *scan() {
      try {
        for await (const document of follow(records)) yield JSON.stringify(document)
      } catch (error) {
        throw storeError(name, error)
      }
    },
    appliesFilters: true,
    async *pages({ filter, time } = {}) {
      try {
        let page: RecordPage = []
        let size = 0
        for await (const document of follow(records, { filter, time })) {
          const json = JSON.stringify(document)
          page.push(json)
          size += json.length
          if (size < pageSize) continue
          yield page
          page = []
          size = 0
        }
        if (page.length > 0) yield page
      } catch (error) {
        if (filter && isAboutFilter(error)) throw new FilterRefused(name, error)
        throw storeError(name, error)
      }
    },
    // Counted, not estimated: the estimate is wrong on sharded clusters and after a crash.
    count: () => attempt(async () => (await records()).countDocuments({})),
    version: () => attempt(() => versions.read()),
    wipe: () => attempt(() => versions.whileChanging(async () => wipe(await records()))),
    async close() {
      await Promise.allSettled(underWay)
      await versions.close().catch(() => {})
      await connection.close()
    },
  }
}

/** All documents in order of `_id`. A cursor that the server forgot, as it may after minutes, is opened anew. */
async function* follow(
  records: () => Promise<Collection<MongoRecord>>,
  { filter = {}, time }: { filter?: Readonly<Record<string, unknown>> | undefined; time?: number | undefined } = {},
): AsyncGenerator<MongoRecord, void> {
  for (let last: string | undefined, done = false; !done; ) {
    const rest = last === undefined ? filter : { $and: [filter, { _id: { $gt: last } }] }
    // At most so many small records at a time; of large ones the server sends 16 MiB at a time.
    const options = { batchSize: 256, ...(time === undefined ? {} : { maxTimeMS: Math.ceil(time) }) }
    const cursor = (await records()).find(rest, options)
    try {
      for await (const document of cursor.sort({ _id: 1 })) {
        yield document
        last = document._id
      }
      done = true
    } catch (error) {
      if (!isLostCursor(error)) throw error
    }
  }
}

/**
 * Drops the collection: its file goes, where deleted documents would stay readable in freed pages. (A sharded cluster
 * has to shard the collection anew; a replica set's oplog forgets when it turns over.)
 */
async function wipe(collection: Collection<MongoRecord>): Promise<number> {
  const count = await collection.countDocuments({})
  await collection.drop().catch((error: unknown) => {
    // An error to servers before 7.0.
    if (!isMissingCollection(error)) throw error
  })
  return count
}
