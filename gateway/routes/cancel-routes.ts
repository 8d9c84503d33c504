import { Router } from 'express'
import type { Queries } from '../query/query.ts'
import { idIn } from './hub/id-in.ts'
import { RequestRefused } from './request-refused.ts'

/** How an operator at the clinic ends a query; the hub sees that it failed, and why (`gateway-api.md` section 13). */
export function cancelRoutes(queries: Queries): Router {
  const router = Router()
  router.delete('/queries/:id', async (request, response) => {
    const id = idIn(request)
    response.locals.log = { ...response.locals.log, query: id }
    if (!(await queries.get(id))) throw new RequestRefused(404, 'there is no such query')
    if (!(await queries.cancel(id, 'it was cancelled at the clinic'))) {
      throw new RequestRefused(409, 'the query is over already')
    }
    response.type('html').send('Query cancelled')
  })
  return router
}
