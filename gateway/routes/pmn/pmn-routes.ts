import { type Request, type Response, Router } from 'express'
import type { Queries, Query, QueryStatus } from '../../query/query.ts'
import type { SharedAdmission } from '../admission.ts'
import { formParts } from '../form-parts.ts'
import { callerOf } from '../hub/caller.ts'
import { hqmfRefused, mostParts, readSubmission } from '../hub/read-submission.ts'
import { resultJson } from '../hub/result-json.ts'
import type { Submit } from '../hub/submission-routes.ts'
import { expectedSize, readBody, wholeBody } from '../read-body.ts'
import { RequestRefused } from '../request-refused.ts'
import { openPmnRequests, type TakenRequest } from './pmn-requests.ts'
import { pmnAnswer, readData, readRequest, requestAnswer } from './pmn-xml.ts'

export type PmnRoutesNeed = { queries: Queries; submit: Submit; admission: SharedAdmission }

/** Base64 makes four bytes of three. */
const bodyLimit = 6 * 1024 * 1024

const codes: Record<QueryStatus, string> = {
  queued: 'Pending',
  running: 'InProgress',
  complete: 'Complete',
  failed: 'Error',
}

/** What the DNS4 plug-in of PopMedNet calls (`gateway-api.md` section 7.3): a query that comes in pieces. */
export function pmnRoutes({ queries, submit, admission }: PmnRoutesNeed): Router {
  const router = Router()
  const requests = openPmnRequests()

  router.post(['/pmn/create', '/pmn/PostRequest/:number'], async (request, response) => {
    const document = await withBody(request, readRequest)
    answer(response, requestAnswer(requests.create(document), document))
  })

  router.post('/pmn/PostRequestDocument/:id/:document/:offset', async (request, response) => {
    const { id, document } = request.params
    const data = await withBody(request, readData)
    requests.append(id, document, data)
    answer(response, pmnAnswer('RequestDocumentResponse'))
  })

  router.put('/pmn/Start/:id', async (request, response) => {
    const { id } = request.params
    const taken = requests.take(id)
    const query = taken ? await start(id, taken, callerOf(request).name) : await started(id)
    response.locals.log = { ...response.locals.log, query: query.id }
    answer(response, pmnAnswer('StartResponse'))
  })

  router.get('/pmn/GetStatus/:id', async ({ params: { id } }, response) => {
    if (requests.has(id)) return answer(response, statusAnswer('Pending', 'Waiting for query docs'))
    const { status, log } = await started(id)
    answer(response, statusAnswer(codes[status], log.at(-1)?.message ?? ''))
  })

  router.get('/pmn/GetResponse/:id', async ({ params: { id } }, response) => {
    const json = await resultOf(await started(id))
    const document = json && {
      ...{ DocumentId: 'result', Filename: 'result.json', MimeType: 'application/json' },
      ...{ Size: json.length, Viewable: false },
    }
    answer(response, pmnAnswer('ResponseResponse', { ResponseResult: document ? { Document: document } : {} }))
  })

  router.get('/pmn/GetResponseDocument/:id/:document/:offset', async (request, response) => {
    const { id, document, offset } = request.params
    const json = document === 'result' ? await resultOf(await started(id), callerOf(request).name) : undefined
    if (!json) throw new RequestRefused(404, 'there is no such document')
    const rest = json.subarray(/^\d{1,10}$/.test(offset) ? Number(offset) : 0)
    const content = { ResponseDocumentResult: rest.length, Data: rest.toString('base64') }
    answer(response, pmnAnswer('ResponseDocumentResponse', content))
  })

  router.post('/pmn/Stop/:id', (_request, response) => answer(response, pmnAnswer('StopResponse')))
  router.get('/pmn/Close/:id', (_request, response) => answer(response, pmnAnswer('CloseResponse')))

  async function withBody<Read>(request: Request, read: (body: Buffer) => Promise<Read>): Promise<Read> {
    const admitted = admission.enter(callerOf(request).name, expectedSize(request, bodyLimit))
    try {
      return await read(wholeBody(await readBody(request, bodyLimit), request, bodyLimit))
    } finally {
      admitted.release()
    }
  }

  async function start(id: string, { bytes, mimeType, putBack }: TakenRequest, hub: string): Promise<Query> {
    try {
      if (!mimeType.startsWith('multipart/form-data')) throw hqmfRefused()
      const texts = readSubmission(await formParts(bytes, mimeType, mostParts))
      return await submit({ ...texts, hub, requestId: id })
    } catch (error) {
      putBack()
      throw error
    }
  }

  /** The query of a started request, also of one before a restart. Raises RequestRefused (404). */
  async function started(id: string): Promise<Query> {
    const found = (await queries.list()).find(({ requestId }) => requestId === id)
    // Only this one is read: the texts of all would be gigabytes.
    const query = found && (await queries.get(found.id))
    if (query) return query
    throw new RequestRefused(404, 'there is no such request')
  }

  async function resultOf({ resultId }: Query, fetchedBy?: string): Promise<Buffer | undefined> {
    const result = resultId === undefined ? undefined : await queries.result(resultId, fetchedBy)
    return result && Buffer.from(resultJson(result).json)
  }

  return router
}

const statusAnswer = (code: string, message: string): string =>
  pmnAnswer('StatusResponse', { StatusResult: { Code: code, Message: message } })

function answer(response: Response, xml: string): void {
  response.status(200).set('Content-Type', 'application/xml; charset=utf-8').end(xml)
}
