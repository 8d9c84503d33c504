import { randomBytes } from 'node:crypto'
import type { Queries, Query, QueryResult } from '../../../../gateway/query/query.ts'

const newId = () => randomBytes(12).toString('hex')

/** Stands in for the query store until that is there. */
export function memoryQueries() {
  const queries: Query[] = []
  const results: QueryResult[] = []
  let clock = Date.now()
  const now = () => new Date(clock++).toISOString()
  const change = (id: string, message: string, changes: Partial<Query>) => {
    const query = queries.find((it) => it.id === id)
    if (!query) throw new Error('no such query')
    const at = now()
    Object.assign(query, changes, { updatedAt: at })
    query.log.push({ id: newId(), message, at })
  }
  const open: Queries = {
    async submit(query) {
      const at = now()
      const id = newId()
      const log = [{ id: newId(), message: 'Job enqueued', at }]
      const added: Query = { ...query, id, status: 'queued', held: false, log, createdAt: at, updatedAt: at }
      queries.push(added)
      return added
    },
    get: async (id) => queries.find((it) => it.id === id),
    async list(most = 1000) {
      const sorted = queries.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
      const unfinished = sorted.filter(({ status }) => status === 'queued' || status === 'running')
      const finished = sorted.filter((it) => !unfinished.includes(it)).slice(0, Math.max(0, most - unfinished.length))
      return sorted.filter((it) => unfinished.includes(it) || finished.includes(it))
    },
    result: async (id) => results.find((it) => it.id === id),
    results: async (most = 1000) => results.toReversed().slice(0, most),
    async cancel(id, reason) {
      const query = queries.find((it) => it.id === id)
      if (query?.status !== 'queued' && query?.status !== 'running') return false
      change(id, 'Job failed', { status: 'failed', errorMessage: reason })
      return true
    },
  }
  return {
    queries: open,
    start: async (id: string) => change(id, 'Job running', { status: 'running' }),
    fail: async (id: string, errorMessage: string) => change(id, 'Job failed', { status: 'failed', errorMessage }),
    async complete(id: string, values: string, suppressed = { cells: 0, minimum: 0 }) {
      const resultId = newId()
      results.push({ id: resultId, queryId: id, createdAt: now(), values, suppressed })
      change(id, 'Job successful', { status: 'complete', resultId })
      return resultId
    },
  }
}
