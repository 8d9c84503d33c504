import express, { type Express } from 'express'
import type { Logger } from 'pino'
import type { Queries } from '../query/query.ts'
import { answerErrors } from './answer-errors.ts'
import { clinicCancelRoutes } from './cancel-routes.ts'
import { logRequests } from './log-requests.ts'
import { type RecordRoutesNeed, recordRoutes } from './record-routes.ts'
import { refuseForeignPages } from './refuse-foreign-pages.ts'
import { RequestRefused } from './request-refused.ts'

/** Everything that the clinic-side listener serves. */
export function clinicSide(need: RecordRoutesNeed & { queries: Queries; log: Logger }): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(logRequests(need.log))
  app.use(refuseForeignPages())
  // Monitoring takes an endpoint for up while this answers 200 (gateway-api.md section 11).
  app.get('/', (request, response) => {
    const { tally } = need.intake
    if (request.accepts(['html', 'json']) === 'json') response.json({ documents: tally })
    else response.type('html').send('SCOOP endpoint gateway')
  })
  app.use(recordRoutes(need))
  app.use(clinicCancelRoutes(need.queries))
  app.use(() => {
    throw new RequestRefused(404, 'not found')
  })
  app.use(answerErrors(need.log))
  return app
}
