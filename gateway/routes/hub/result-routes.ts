import { Router } from 'express'
import type { Queries, QueryResult } from '../../query/query.ts'
import { answerPage } from '../answer-page.ts'
import { baseUrl } from '../base-url.ts'
import { formatFor } from '../formats.ts'
import { RequestRefused } from '../request-refused.ts'
import { atomFeed } from './atom-feed.ts'
import { callerOf } from './caller.ts'
import { idIn } from './id-in.ts'
import { resultUrl } from './query-json.ts'
import { resultListPage, resultPage } from './query-pages.ts'
import { feedLength } from './query-routes.ts'
import { resultJson, resultListJson, suppressionHeaders } from './result-json.ts'

/** Where a hub fetches what its queries found (`gateway-api.md` section 6). */
export function resultRoutes(queries: Queries): Router {
  const router = Router()

  router.get(['/results', '/results.:suffix'], async (request, response) => {
    const format = formatFor(request, ['atom', 'html', 'json'])
    const list = await queries.results(feedLength)
    const modified = list[0]?.createdAt
    if (format === 'html') return answerPage(request, response, { format, body: resultListPage(list), modified })
    const base = baseUrl(request)
    const body = format === 'atom' ? resultFeed(list, base) : resultListJson(list, (id) => resultUrl(base, id))
    answerPage(request, response, { format, body, modified })
  })

  router.get('/results/:id', async (request, response) => {
    const format = formatFor(request, ['html', 'json'])
    const result = await queries.result(idIn(request), callerOf(request).name)
    if (!result) throw new RequestRefused(404, 'there is no such result')
    const { json, lost } = resultJson(result)
    response.locals.log = { ...response.locals.log, query: result.queryId, resultBytes: Buffer.byteLength(json) }
    answerPage(request, response, {
      format,
      body: format === 'json' ? json : resultPage(result),
      modified: result.createdAt,
      headers: { ...suppressionHeaders(result), ...(lost.length > 0 && { 'Scoop-Lost-Keys': lost.join(', ') }) },
    })
  })

  return router
}

function resultFeed(results: readonly Omit<QueryResult, 'values'>[], base: string): string {
  return atomFeed({
    url: `${base}/results`,
    title: 'Query Results',
    link: `${base}/hdata/index`,
    entries: results.map(({ id, createdAt }) => ({
      url: resultUrl(base, id),
      title: 'Query Result',
      updated: createdAt,
      document: { id, title: 'Query Result', created: createdAt },
    })),
  })
}
