import { type Request, Router } from 'express'
import type { Queries, Query } from '../query/query.ts'
import { callerOf } from './hub/caller.ts'
import { idIn } from './hub/id-in.ts'
import { RequestRefused } from './request-refused.ts'

type Cancellation = { by: string; reason: string }

/** How an operator at the clinic ends any query; the hub sees that it failed, and why (`gateway-api.md` section 13). */
export const clinicCancelRoutes = (queries: Queries): Router =>
  cancelRoutes(queries, () => ({ by: 'local', reason: 'it was cancelled at the clinic' }))

/** How a hub ends a query of its own; the original hub never does. */
export const hubCancelRoutes = (queries: Queries): Router =>
  cancelRoutes(queries, (request, { hub }) => {
    const { name } = callerOf(request)
    if (name !== hub) throw new RequestRefused(403, 'this is the query of another hub')
    return { by: name, reason: 'it was cancelled by the hub' }
  })

function cancelRoutes(queries: Queries, allow: (request: Request, query: Query) => Cancellation): Router {
  const router = Router()
  router.delete('/queries/:id', async (request, response) => {
    const id = idIn(request)
    const query = await queries.get(id)
    if (!query) throw new RequestRefused(404, 'there is no such query')
    response.locals.log = { ...response.locals.log, query: id }
    const { by, reason } = allow(request, query)
    if (!(await queries.cancel(id, reason, by))) throw new RequestRefused(409, 'the query is over already')
    response.type('html').send('Query cancelled')
  })
  return router
}
