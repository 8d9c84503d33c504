import type { Logger } from 'pino'
import type { QueryStore, StoredQuery } from '../store/query-store.ts'
import type { RecordStore } from '../store/record-store.ts'
import { cancelQuery } from './cancel-query.ts'
import { codeVersion } from './code-version.ts'
import type { Engine } from './engine.ts'
import { defaultTiming, type Timing } from './hold-lease.ts'
import { logEntry, newId, now } from './ids.ts'
import { enqueued } from './life.ts'
import type { NewQuery, Queries } from './query.ts'
import { QueryRefused } from './query-refused.ts'
import type { QuerySettings } from './query-settings.ts'
import { runClaim } from './run-claim.ts'
import { startRunner } from './runner.ts'
import { settleHeld } from './settle-held.ts'
import { textHash } from './text-hash.ts'
import { startUpkeep } from './upkeep.ts'

export type QueriesNeed = {
  store: QueryStore
  engine: Engine
  records: Pick<RecordStore, 'version'>
  settings: Pick<QuerySettings, 'policy' | 'retention' | 'parallel'>
  log: Logger
  timing?: Partial<Timing>
}

/** Bounds what hubs can pile up: queries that are not over, and characters of the texts of one. */
const most = { unfinished: 500, characters: 4_000_000, listed: 200 }

/**
 * The queries of one gateway: keeps them, and runs them in the order in which they came. `close` stops what runs, so
 * that it runs again; store and engine stay open.
 */
export function openQueries(needs: QueriesNeed): Queries & { close(): Promise<void> } {
  const { store, log, settings } = needs
  const timing = { ...defaultTiming, ...needs.timing }
  const claimNeeds = { ...needs, policy: settings.policy, code: codeVersion(), backOff: timing.backOff }
  const runner = startRunner({
    ...{ store, log, timing, parallel: settings.parallel },
    run: (claim, signal) => runClaim(claim, claimNeeds, signal),
  })
  const upkeep = startUpkeep({ store, settings, poll: timing.poll, settled: runner.wake })
  return {
    async submit(query) {
      await refuseUnfit(query, store)
      const kept = newStoredQuery(query)
      const { id, textHash, hub } = kept
      kept.held = settings.policy.approval === 'listed' && (await store.decision(textHash))?.verdict !== 'approved'
      await store.audit.append({ event: 'submitted', at: now(), by: hub, query: id, textHash })
      await store.add(kept)
      runner.wake()
      if (!kept.held) return kept
      // The decision may have been a no, or have come meanwhile.
      await settleHeld(store, settings.policy.approval)
      return (await store.get(id)) ?? kept
    },
    get: (id) => store.get(id),
    list: (count = most.listed) => store.list(count),
    results: (count = most.listed) => store.results(count),
    async result(id, fetchedBy) {
      const result = await store.result(id)
      if (result && fetchedBy !== undefined) {
        const resultBytes = Buffer.byteLength(result.values)
        await store.audit.append({ event: 'fetched', at: now(), by: fetchedBy, query: result.queryId, resultBytes })
      }
      return result
    },
    async cancel(id, reason, by = 'local') {
      const done = await cancelQuery(store, id, reason, by)
      if (done) runner.stop(id)
      return done
    },
    async close() {
      await upkeep.close()
      await runner.close()
    },
  }
}

/** What is wrong with the content of a query makes it fail when it runs, so that the hub gets to read why (section 4.2). */
async function refuseUnfit(query: NewQuery, store: QueryStore): Promise<void> {
  const blank = (['map', 'reduce'] as const).filter((part) => query[part].trim() === '')
  if (blank.length > 0) throw new QueryRefused('blank', blank.map((part) => `${part} can't be blank`).join(','))
  const { map, reduce, functions, filter } = query
  const characters = [map, reduce, functions ?? '', filter ?? ''].join('').length
  if (characters > most.characters) {
    throw new QueryRefused('too large', `the query has ${characters} characters; it may have ${most.characters}`)
  }
  if ((await store.unfinished()) >= most.unfinished) {
    throw new QueryRefused('full', `${most.unfinished} queries wait already; ask again when some are over`)
  }
}

function newStoredQuery({ map, reduce, functions, filter, hub, requestId }: NewQuery): StoredQuery {
  const texts = { map, reduce, functions, filter }
  const entry = logEntry(enqueued)
  return {
    ...texts,
    ...{ id: newId(), textHash: textHash(texts), hub, status: 'queued', held: false, log: [entry] },
    ...{ createdAt: entry.at, updatedAt: entry.at },
    ...(requestId !== undefined && { requestId }),
  }
}
