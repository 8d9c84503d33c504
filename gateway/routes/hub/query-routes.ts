import { type Request, type Response, Router } from 'express'
import type { Queries, QuerySummary } from '../../query/query.ts'
import { StoreUnavailable } from '../../store/record-store.ts'
import { answerPage, type Page } from '../answer-page.ts'
import { baseUrl } from '../base-url.ts'
import { formatFor } from '../formats.ts'
import { RequestRefused } from '../request-refused.ts'
import { atomFeed } from './atom-feed.ts'
import { callerOf } from './caller.ts'
import { idIn } from './id-in.ts'
import { queryJson, queryListJson, queryUrl } from './query-json.ts'
import { queryListPage, queryPage, unavailablePage } from './query-pages.ts'

/** Finished queries in the feed, besides all that are not; a hub polls every few seconds. */
export const feedLength = 200

/** Where a hub looks what became of its queries (`gateway-api.md` sections 5 and 8). */
export function queryRoutes(queries: Queries): Router {
  const router = Router()

  // Monitoring takes the host for up while this answers 200, whatever it asks for (section 11); /health tells more.
  router.get('/', async (request, response) => {
    const asked = async () => listPage(request, response, formatFor(request, ['atom', 'html', 'json']))
    const plain = (error: unknown) => {
      if (error instanceof StoreUnavailable) return { format: 'html' as const, body: unavailablePage }
      if (error instanceof RequestRefused) return listPage(request, response, 'html')
      throw error
    }
    answerPage(request, response, await asked().catch(plain).catch(plain))
  })

  router.get(['/queries', '/queries.:suffix'], async (request, response) => {
    answerPage(request, response, await listPage(request, response, formatFor(request, ['atom', 'html', 'json'])))
  })

  router.get('/queries/:id', async (request, response) => {
    const format = formatFor(request, ['json', 'html'])
    const query = await queries.get(idIn(request))
    if (!query) throw new RequestRefused(404, 'there is no such query')
    response.locals.log = { ...response.locals.log, query: query.id }
    const modified = query.updatedAt
    if (format === 'json')
      return answerPage(request, response, { format, body: queryJson(query, baseUrl(request)), modified })
    const result =
      query.resultId === undefined ? undefined : await queries.result(query.resultId, callerOf(request).name)
    answerPage(request, response, { format, body: queryPage(query, result), modified })
  })

  async function listPage(request: Request, response: Response, format: 'atom' | 'html' | 'json'): Promise<Page> {
    const list = await queries.list(feedLength)
    response.locals.log = { ...response.locals.log, queries: list.length }
    const modified = list[0]?.updatedAt
    if (format === 'html') return { format, body: queryListPage(list), modified }
    const base = baseUrl(request)
    return { format, body: format === 'atom' ? queryFeed(list, base) : queryListJson(list, base), modified }
  }

  return router
}

function queryFeed(queries: readonly QuerySummary[], base: string): string {
  return atomFeed({
    url: `${base}/queries`,
    title: 'Distributed Queries',
    link: `${base}/hdata/index`,
    entries: queries.map(({ id, createdAt, updatedAt }) => ({
      url: queryUrl(base, id),
      title: 'Query Result',
      updated: updatedAt,
      document: {
        id,
        title: 'Query Result',
        created: createdAt,
        ...(updatedAt !== createdAt && { modified: updatedAt }),
      },
    })),
  })
}
