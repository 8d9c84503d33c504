import { type Request, type Response, Router } from 'express'
import { defaultLimits } from '../import/limits.ts'
import type { Intake } from '../intake.ts'
import type { Quarantine } from '../quarantine.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { Admission } from './admission.ts'
import { contentPart } from './content-part.ts'
import { type Body, expectedSize, readBody, wholeBody } from './read-body.ts'
import { RequestRefused } from './request-refused.ts'

export type RecordRoutesNeed = { intake: Intake; store: RecordStore; quarantine: Quarantine; admission: Admission }

/** A multipart form is a little larger than the document in it. */
const bodyLimit = defaultLimits.size + 64 * 1024

/** What OSCAR calls (`gateway-api.md` section 9); mounted on the clinic-side listener only. */
export function recordRoutes({ intake, store, quarantine, admission }: RecordRoutesNeed): Router {
  const router = Router()

  router.post('/records/create', async (request, response) => {
    const admitted = admission.enter(expectedSize(request, bodyLimit))
    try {
      const body = await readBody(request, bodyLimit)
      response.locals.log = { bytes: body.bytes.length }
      const document = await documentIn(body, request).catch((error: unknown) => refuse(body, error))
      const accepted = await intake.accept(document)
      Object.assign(response.locals.log, accepted)
      // OSCAR counts a document as delivered only on exactly 201, so a stale one gets that, too.
      answer(response, 201, accepted.outcome === 'stale' ? staleText : 'E2E Document imported')
    } finally {
      admitted.release()
    }
  })

  router.delete('/records/destroy', async (_request, response) => {
    const records = await store.wipe()
    response.locals.log = { records, quarantined: await quarantine.wipe() }
    answer(response, 200, 'All patients were deleted')
  })

  /** Whatever came instead of a document is kept, too. */
  async function refuse({ bytes }: Body, error: unknown): Promise<never> {
    if (!(error instanceof RequestRefused)) throw error
    throw new RequestRefused(error.status, error.message, { reference: await intake.refuse(bytes, error.message) })
  }

  return router
}

const staleText = 'E2E Document not imported: the stored record is newer'

async function documentIn(body: Body, request: Request): Promise<Buffer> {
  const bytes = wholeBody(body, request, bodyLimit)
  if (request.is('multipart/form-data')) return contentPart(bytes, request.headers['content-type'] ?? '')
  if (request.is(['text/xml', 'application/xml', '+xml'])) return bytes
  throw new RequestRefused(415, 'the document is neither in a multipart form nor of type text/xml')
}

/** The original sent its plain texts as HTML. */
function answer(response: Response, status: number, text: string): void {
  response.status(status).type('html').send(text)
}
