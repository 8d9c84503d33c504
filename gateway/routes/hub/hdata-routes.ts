import { Router } from 'express'
import { Builder } from 'xml2js'
import type { Queries } from '../../query/query.ts'
import { answerPage } from '../answer-page.ts'
import { baseUrl } from '../base-url.ts'
import { formatFor } from '../formats.ts'
import { html, page } from '../html.ts'
import { atomFeed, newest } from './atom-feed.ts'

const project = 'http://projecthquery.org/distributedquery'
const builder = new Builder({ xmldec: { version: '1.0', encoding: 'UTF-8' } })

/** The pages of hData (`gateway-api.md` section 8): they tell people what is where; no hub reads them. */
export function hdataRoutes(queries: Queries): Router {
  const router = Router()

  router.get('/hdata/root.xml', (request, response) => {
    answerPage(request, response, { format: 'xml', body: rootDocument })
  })

  router.get(['/hdata/index', '/hdata/index.:suffix'], async (request, response) => {
    const format = formatFor(request, ['html', 'atom'])
    if (format === 'html') return answerPage(request, response, { format, body: indexPage })
    const base = baseUrl(request)
    const [lastResult] = await queries.results(1)
    const [lastQuery] = await queries.list(1)
    const entries = [
      { url: `${base}/results`, title: 'Query Results', updated: lastResult?.createdAt },
      { url: `${base}/queries`, title: 'Distributed Queries', updated: lastQuery?.updatedAt },
    ]
    const body = atomFeed({ url: `${base}/hdata/index`, title: 'hData', link: `${base}/hdata/index`, entries })
    answerPage(request, response, { format, body, modified: newest(entries) })
  })

  return router
}

const rootDocument = builder.buildObject({
  hcp: {
    $: { xmlns: 'http://projecthdata.org/hdata/schemas/2010/04/hcp' },
    name: 'Distributed Query',
    id: project,
    extensions: {
      extension: [
        { $: { extensionId: 'query' }, _: `${project}/query` },
        { $: { extensionId: 'result' }, _: `${project}/result` },
      ],
    },
    sections: {
      section: [
        { $: { path: 'queries', name: 'Distributed Queries', extensionId: 'query' } },
        { $: { path: 'results', name: 'Query Results', extensionId: 'result' } },
      ],
    },
  },
})

const indexPage = page(
  'hData',
  html`<ul><li><a href="/results">Query Results</a></li><li><a href="/queries">Distributed Queries</a></li></ul>`,
)
