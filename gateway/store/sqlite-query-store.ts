import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { EndpointError } from '../../provision/endpoint-error.ts'
import type { AuditLink } from '../query/audit-chain.ts'
import type { AuditStore, QueryStore } from './query-store.ts'
import { StoreUnavailable } from './record-store.ts'
import { appendAudit, readAudit, readHead, readTexts } from './sqlite-audit.ts'
import { hasMoved, type OpenFile, openForReading, openForWriting } from './sqlite-file.ts'
import * as reads from './sqlite-query-reads.ts'
import * as writes from './sqlite-query-writes.ts'
import { queriesSchema } from './sqlite-schemas.ts'

// Milliseconds to wait for another process, whose transactions take a few.
const patience = 5_000

/**
 * The embedded store of queries: `queries.sqlite` beside the records, made at the first write. A query is written half
 * a dozen times in its life, in transactions of a few rows, so this needs no thread of its own.
 */
export function sqliteQueryStore({ folder }: { folder: string }): QueryStore {
  const access = fileAccess(folder)
  const { ifThere, write } = access
  return {
    add: (query) => write((db) => writes.addQuery(db, query)),
    get: (id) => ifThere((db) => reads.readQuery(db, id), undefined),
    list: (most) => ifThere((db) => reads.listQueries(db, most), []),
    unfinished: () => ifThere(reads.countUnfinished, 0),
    result: (id) => ifThere((db) => reads.readResult(db, id), undefined),
    results: (most) => ifThere((db) => reads.listResults(db, most), []),
    cached: (cacheKey) => ifThere((db) => reads.findCached(db, cacheKey), undefined),
    claim: (lease) => ifThere((db) => writes.claimQuery(db, lease), undefined),
    extend: (id, lease) => ifThere((db) => writes.extendLease(db, id, lease), false),
    holds: (id, holder) => ifThere((db) => reads.isHeldBy(db, id, holder), false),
    change: (id, guard, change) => ifThere((db) => writes.changeQuery(db, id, guard, change), false),
    decision: (textHash) => ifThere((db) => reads.readDecision(db, textHash), undefined),
    decide: (decision) => write((db) => writes.writeDecision(db, decision)),
    decisions: () => ifThere(reads.listDecisions, []),
    prune: (finished) => ifThere((db) => writes.pruneQueries(db, finished), 0),
    audit: auditStore(access),
    close: access.close,
  }
}

function auditStore({ ifThere, write }: FileAccess): AuditStore {
  return {
    append: (entry) => write((db) => appendAudit(db, entry)),
    async *read(after = 0) {
      const next = (seq: number) => ifThere((db) => readAudit(db, seq), [] as AuditLink[])
      for (let page = await next(after); page.length > 0; page = await next(page.at(-1)?.seq ?? 0)) yield* page
    },
    head: () => ifThere(readHead, undefined),
    texts: (textHash) => ifThere((db) => readTexts(db, textHash), undefined),
  }
}

/** `ifThere` answers `empty` while there is no file; `write` makes it. */
type FileAccess = {
  ifThere<Result>(work: (db: DatabaseSync) => Result, empty: Result): Promise<Result>
  write<Result>(work: (db: DatabaseSync) => Result): Promise<Result>
  close(): Promise<void>
}

function fileAccess(folder: string): FileAccess {
  const name = join(folder, queriesSchema.file)
  let open: OpenFile | undefined
  let closed = false

  const disconnect = () => {
    open?.db.close()
    open = undefined
  }
  /** After an error the file is opened anew next time: that heals whatever state the connection was left in. */
  const attempt = async <Result>(work: () => Result): Promise<Result> => {
    try {
      if (closed) throw new Error('it was closed')
      if (open && hasMoved(open)) disconnect()
      return work()
    } catch (error) {
      disconnect()
      throw error instanceof EndpointError ? error : new StoreUnavailable(name, error)
    }
  }
  const connect = (): DatabaseSync => {
    open ??= openForWriting(folder, queriesSchema, patience)
    return open.db
  }
  return {
    ifThere: (work, empty) => attempt(() => (open || fileExists(folder) ? work(connect()) : empty)),
    write: (work) => attempt(() => work(connect())),
    async close() {
      closed = true
      disconnect()
    },
  }
}

function fileExists(folder: string): boolean {
  const opened = openForReading(folder, queriesSchema)
  opened?.db.close()
  return opened !== undefined
}
