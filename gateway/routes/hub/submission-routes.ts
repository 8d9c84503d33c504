import { type RequestHandler, Router } from 'express'
import { rateLimit } from 'express-rate-limit'
import type { NewQuery, Queries, Query } from '../../query/query.ts'
import type { SharedAdmission } from '../admission.ts'
import { baseUrl } from '../base-url.ts'
import { formParts } from '../form-parts.ts'
import { expectedSize, readBody, wholeBody } from '../read-body.ts'
import { RequestRefused } from '../request-refused.ts'
import { callerOf } from './caller.ts'
import { queryUrl } from './query-json.ts'
import { hqmfRefused, mostParts, partLimit, readSubmission } from './read-submission.ts'

/** All parts and what frames them. */
export const bodyLimit = 4 * partLimit

/**
 * What one hub may do. A refused query hangs at the hub for ever (section 4.2), so no usual batch reaches these. What
 * was once asked is kept for the audit log, so that texts fill the disk.
 */
export const hubLimits = {
  unfinished: 200,
  submissionsPerMinute: 3000,
  requestsPerMinute: 30_000,
  charactersPerDay: 500_000_000,
}
export type HubLimits = typeof hubLimits

/** Submits a query and answers it; raises RequestRefused (429) for a hub with too many unfinished ones. */
export type Submit = (query: NewQuery) => Promise<Query>

/** Where a hub hands a query in (`gateway-api.md` section 4). It is answered at once and runs later. */
export function submissionRoutes(submit: Submit, admission: SharedAdmission, perMinute: number): Router {
  const router = Router()
  const limited = limitRate(perMinute)

  router.post('/queries', limited, async (request, response) => {
    const base = baseUrl(request)
    const admitted = admission.enter(callerOf(request).name, expectedSize(request, bodyLimit))
    try {
      const bytes = wholeBody(await readBody(request, bodyLimit), request, bodyLimit)
      if (!request.is('multipart/form-data')) throw new RequestRefused(415, 'the query is not in a multipart form')
      const texts = readSubmission(await formParts(bytes, request.headers['content-type'] ?? '', mostParts))
      const { id } = await submit({ ...texts, hub: callerOf(request).name })
      response.locals.log = { ...response.locals.log, query: id, bytes: bytes.length }
      response.status(201).location(queryUrl(base, id)).type('html').end('Query Created')
    } finally {
      admitted.release()
    }
  })

  router.post('/queries/upload_hqmf', () => {
    throw hqmfRefused()
  })

  return router
}

/**
 * Bounds how many unfinished queries each hub may have, also when it submits several at once, and how much text it may
 * leave here within a day of UTC.
 */
export function boundedSubmit(queries: Queries, { unfinished: most, charactersPerDay }: HubLimits): Submit {
  const underWay = new Map<string, number>()
  const countText = textCounter(charactersPerDay)
  return async (query) => {
    const { hub } = query
    const before = underWay.get(hub) ?? 0
    underWay.set(hub, before + 1)
    try {
      const unfinished = (await queries.list(0)).filter((it) => it.hub === hub && isUnfinished(it)).length
      if (unfinished + before >= most) {
        throw new RequestRefused(429, `${most} queries of this hub are not finished yet`, { retryAfter: 60 })
      }
      countText(query)
      return await queries.submit(query)
    } finally {
      const left = (underWay.get(hub) ?? 1) - 1
      if (left > 0) underWay.set(hub, left)
      else underWay.delete(hub)
    }
  }
}

/** Raises RequestRefused (429). */
function textCounter(most: number): (query: NewQuery) => void {
  const characters = new Map<string, number>()
  let today = ''
  return ({ hub, map, reduce, functions, filter }) => {
    const day = new Date().toISOString().slice(0, 10)
    if (day !== today) characters.clear()
    today = day
    const all = (characters.get(hub) ?? 0) + [map, reduce, functions ?? '', filter ?? ''].join('').length
    if (all > most) throw new RequestRefused(429, 'this hub has sent too much text today', { retryAfter: 3600 })
    characters.set(hub, all)
  }
}

const isUnfinished = ({ status }: Pick<Query, 'status'>) => status === 'queued' || status === 'running'

/** Sends a hub away that asks more often than so many times a minute. */
export function limitRate(limit: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    keyGenerator: (request) => callerOf(request).name,
    handler(_request, _response, next) {
      next(new RequestRefused(429, `more than ${limit} requests a minute`, { retryAfter: 60 }))
    },
    standardHeaders: false,
    legacyHeaders: false,
  })
}
