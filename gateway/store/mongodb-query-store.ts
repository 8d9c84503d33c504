import type { AuditHead } from '../query/audit-chain.ts'
import { inTurn } from './in-turn.ts'
import { readMongoAddress } from './mongodb-address.ts'
import { appendAudit, readAudit, readHead } from './mongodb-audit.ts'
import { claimQuery } from './mongodb-claims.ts'
import { mongoConnection } from './mongodb-connection.ts'
import { storeError } from './mongodb-errors.ts'
import { type QueryCollections, queryCollections } from './mongodb-query-collections.ts'
import * as reads from './mongodb-query-reads.ts'
import * as writes from './mongodb-query-writes.ts'
import type { AuditStore, QueryStore } from './query-store.ts'
import { badStore } from './record-store.ts'

type Attempt = <Result>(work: (collections: QueryCollections) => Promise<Result>) => Promise<Result>

/**
 * Queries in the MongoDB of the records, which several gateways may share. As `mongoStore`: raises EndpointError for a
 * URI that is none; no error holds its password.
 */
export function mongoQueryStore(uri: string): QueryStore {
  const address = readMongoAddress(uri)
  if (!address) throw badStore()
  const connection = mongoConnection(uri, address)
  let opened: Promise<QueryCollections> | undefined
  // FerretDB changes a document in two steps, between which the end of a query and the renewal of its lease could undo
  // each other; to MongoDB the order is all the same.
  const oneByOne = inTurn()

  const attempt: Attempt = async (work) => {
    try {
      opened ??= queryCollections(connection)
      return await work(await opened)
    } catch (error) {
      // A first connection that failed is made again the next time.
      opened = undefined
      throw storeError(address.name, error)
    }
  }
  return {
    add: (query) => attempt((it) => writes.addQuery(it, query)),
    get: (id) => attempt((it) => reads.readQuery(it, id)),
    list: (most) => attempt((it) => reads.listQueries(it, most)),
    unfinished: () => attempt(({ queries }) => queries.countDocuments(reads.unfinished)),
    result: (id) => attempt((it) => reads.readResult(it, id)),
    results: (most) => attempt((it) => reads.listResults(it, most)),
    cached: (cacheKey) => attempt((it) => reads.findCached(it, cacheKey)),
    claim: (lease) => attempt((it) => claimQuery(it, lease)),
    extend: (id, lease) => oneByOne(id, () => attempt((it) => writes.extendLease(it, id, lease))),
    holds: (id, holder) =>
      attempt(async ({ queries }) => (await queries.countDocuments({ _id: id, status: 'running', holder })) === 1),
    change: (id, guard, change) => oneByOne(id, () => attempt((it) => writes.changeQuery(it, id, guard, change))),
    decision: (textHash) => attempt((it) => reads.readDecision(it, textHash)),
    decide: (decision) => attempt((it) => writes.writeDecision(it, decision)),
    decisions: () => attempt(reads.listDecisions),
    prune: (finished) => attempt((it) => writes.pruneQueries(it, finished)),
    audit: auditStore(attempt, (error) => storeError(address.name, error)),
    close: () => connection.close(),
  }
}

function auditStore(attempt: Attempt, errorOf: (error: unknown) => Error): AuditStore {
  // The entries of one process do not race one another.
  const oneByOne = inTurn()
  let last: AuditHead | undefined
  return {
    append: (entry) =>
      oneByOne('audit', async () => {
        const link = await attempt((it) => appendAudit(it, entry, last))
        last = { seq: link.seq, hash: link.hash }
        return link
      }),
    async *read(after = 0) {
      const collections = await attempt(async (it) => it)
      try {
        yield* readAudit(collections, after)
      } catch (error) {
        throw errorOf(error)
      }
    },
    head: () => attempt(readHead),
    texts: (textHash) =>
      attempt(async ({ texts }) => {
        const { _id, ...found } = (await texts.findOne({ _id: textHash })) ?? {}
        return 'map' in found ? found : undefined
      }),
  }
}
