import { Router } from 'express'
import type { Queries } from '../../query/query.ts'

/** Whether queries can be taken and answered, for monitoring that wants to know more than that something listens. */
export function healthRoutes(queries: Queries): Router {
  const router = Router()
  router.get('/health', async (_request, response) => {
    // Raises StoreUnavailable, which is answered 503.
    const unfinished = await queries.list(0)
    const count = (test: (query: (typeof unfinished)[number]) => boolean) => unfinished.filter(test).length
    response.set('Cache-Control', 'no-store').json({
      status: 'ok',
      queries: {
        queued: count(({ status, held }) => status === 'queued' && !held),
        held: count(({ status, held }) => status === 'queued' && held),
        running: count(({ status }) => status === 'running'),
      },
    })
  })
  return router
}
