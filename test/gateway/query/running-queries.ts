import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import type { Test } from 'tap'
import type { Computed, Engine } from '../../../gateway/query/engine.ts'
import { openQueries, type QueriesNeed } from '../../../gateway/query/open-queries.ts'
import type { NewQuery, Query } from '../../../gateway/query/query.ts'
import { defaultQuerySettings, readQuerySettings } from '../../../gateway/query/query-settings.ts'
import type { QueryStore } from '../../../gateway/store/query-store.ts'

export const clinic = defaultQuerySettings
export const open = readQuerySettings({}, 'open')
/** Suppression and limits, but no approval. */
export const trusting = { ...clinic, policy: { ...clinic.policy, approval: 'none' as const } }

/** An engine that does what the test says, in the stead of map and reduce. */
export function engineOf(run: Engine['run']): Engine {
  return { run, async close() {} }
}

export const answerOf = (values: object, recordsRead = 100): Computed => ({
  values: Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]),
  recordsRead,
  emitted: recordsRead,
})

/** Runs until it is stopped. */
export const endless: Engine['run'] = (_texts, _limits, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

export const aTicket = (more: Partial<NewQuery> = {}): NewQuery => ({
  map: "function map(patient) { emit('all', 1) }",
  reduce: 'function(key, values) { return Array.sum(values) }',
  functions: null,
  filter: null,
  hub: 'hub.example',
  ...more,
})

/** Quick, so that no test waits for long. */
export const quick = { poll: 50, lease: 2_000, backOff: 20 }

/** The queries of a gateway over this store, with its log; closed when the test ends. */
export function openRunning(t: Pick<Test, 'teardown'>, store: QueryStore, needs: Partial<QueriesNeed> = {}) {
  const lines: Record<string, unknown>[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const queries = openQueries({
    store,
    engine: engineOf(async () => answerOf({ all: 12 })),
    records: { version: async () => 'same' },
    settings: open,
    log,
    timing: quick,
    ...needs,
  })
  t.teardown(() => queries.close())
  return { queries, lines }
}

/** The query once it is as the test wants it; raises if that doesn't come within 30 s. */
export async function queryOnce(
  queries: { get(id: string): Promise<Query | undefined> },
  id: string,
  wanted: (query: Query) => boolean = ({ status }) => status === 'complete' || status === 'failed',
): Promise<Query> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(10)) {
    const query = await queries.get(id)
    if (query && wanted(query)) return query
  }
  throw new Error(`after 30 s the query is ${JSON.stringify(await queries.get(id))}`)
}

export const messagesOf = ({ log }: Query) => log.map(({ message }) => message)
