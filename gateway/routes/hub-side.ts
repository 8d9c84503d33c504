import express, { type Express } from 'express'
import type { Logger } from 'pino'
import type { Queries } from '../query/query.ts'
import { openSharedAdmission } from './admission.ts'
import { answerErrors } from './answer-errors.ts'
import { hubCancelRoutes } from './cancel-routes.ts'
import { admitHubs } from './hub/caller.ts'
import { hdataRoutes } from './hub/hdata-routes.ts'
import { healthRoutes } from './hub/health-routes.ts'
import { queryRoutes } from './hub/query-routes.ts'
import { resultRoutes } from './hub/result-routes.ts'
import {
  bodyLimit,
  boundedSubmit,
  type HubLimits,
  hubLimits,
  limitRate,
  submissionRoutes,
} from './hub/submission-routes.ts'
import { logRequests } from './log-requests.ts'
import { pmnRoutes } from './pmn/pmn-routes.ts'
import { refuseForeignPages } from './refuse-foreign-pages.ts'
import { RequestRefused } from './request-refused.ts'

export type HubSideNeeds = {
  queries: Queries
  /** Which hubs may ask at all; without it every one with a good certificate. */
  hubs: readonly string[] | undefined
  log: Logger
  /** Others than usual. */
  limits?: Partial<HubLimits>
}

/** Submissions in memory at once: of one hub, and of all. */
const ofOneHub = { requests: 16, bytes: 4 * bodyLimit }
const ofAllHubs = { requests: 48, bytes: 12 * bodyLimit }

/** Everything that the hub-side listener serves. */
export function hubSide({ queries, hubs, log, limits }: HubSideNeeds): Express {
  const allowed = { ...hubLimits, ...limits }
  const { submissionsPerMinute, requestsPerMinute } = allowed
  const app = express()
  const submit = boundedSubmit(queries, allowed)
  const admission = openSharedAdmission(ofOneHub, ofAllHubs)
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(logRequests(log))
  app.use(admitHubs(hubs))
  app.use(limitRate(requestsPerMinute))
  app.use(refuseForeignPages())
  app.use(submissionRoutes(submit, admission, submissionsPerMinute))
  app.use(queryRoutes(queries))
  app.use(hubCancelRoutes(queries))
  app.use(resultRoutes(queries))
  app.use(hdataRoutes(queries))
  app.use(pmnRoutes({ queries, submit, admission }))
  app.use(healthRoutes(queries))
  app.use(() => {
    throw new RequestRefused(404, 'not found')
  })
  app.use(answerErrors(log))
  return app
}
