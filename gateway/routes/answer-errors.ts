import type { ErrorRequestHandler } from 'express'
import type { Logger } from 'pino'
import { EndpointError } from '../../provision/endpoint-error.ts'
import type { RefusalKind } from '../import/refusal.ts'
import { Quarantined } from '../intake.ts'
import { QuarantineUnavailable } from '../quarantine.ts'
import { QueryRefused } from '../query/query-refused.ts'
import { StoreUnavailable } from '../store/record-store.ts'
import { suffixOf } from './formats.ts'
import { RequestRefused } from './request-refused.ts'

const statusOfRefusal: Record<RefusalKind, number> = {
  encoding: 400,
  malformed: 400,
  limit: 413,
  'unknown format': 400,
  'not E2E': 422,
  unidentified: 422,
}

const statusOfQuery: Record<QueryRefused['reason'], number> = { blank: 400, 'too large': 413, full: 429 }

type Answer = { status: number; reason: string; reference?: string | undefined; retryAfter?: number | undefined }

/**
 * Answers every error of a route. Only sentences of our own are repeated: the message of a stranger's error may quote a
 * record.
 */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    const { status, reason, reference, retryAfter } = answerTo(error)
    response.locals.log = { ...response.locals.log, reason, reference }
    if (status >= 500) log.error({ ...describe(error), status }, 'request failed')
    if (response.headersSent) return next(error)
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter))
    response.status(status)
    const asJson = suffixOf(request.path) === 'json' || request.accepts(['html', 'json']) === 'json'
    if (asJson) response.json({ reason, reference })
    else response.type('html').send(reason)
  }
}

function answerTo(error: unknown): Answer {
  if (error instanceof RequestRefused) {
    const { status, message, reference, retryAfter } = error
    return { status, reason: message, reference, retryAfter }
  }
  if (error instanceof Quarantined) {
    return { status: statusOfRefusal[error.kind], reason: error.message, reference: error.reference }
  }
  if (error instanceof StoreUnavailable || error instanceof QuarantineUnavailable) {
    return { status: 503, reason: error.message, retryAfter: 5 }
  }
  if (error instanceof QueryRefused) {
    return {
      status: statusOfQuery[error.reason],
      reason: error.message,
      retryAfter: error.reason === 'full' ? 60 : undefined,
    }
  }
  if (error instanceof URIError) return { status: 400, reason: 'the path is not encoded as paths are' }
  return { status: 500, reason: 'internal error' }
}

/** An error's name and code, and where in our own code it came about; never a stranger's message. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  if (error instanceof StoreUnavailable) return { error: error.message, cause: messageOf(error.cause) }
  const { name, cause } = error
  if (error instanceof EndpointError) return { error: error.message, cause: cause && describe(cause) }
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    error: name,
    code: (error as NodeJS.ErrnoException).code,
    at: frames?.slice(0, 3).map((line) => line.trim()),
    ...(cause !== undefined && { cause: describe(cause) }),
  }
}

/** The stores see to it that the reasons they give quote neither records nor passwords. */
const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : undefined)
