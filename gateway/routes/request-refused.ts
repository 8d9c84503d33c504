import { EndpointError } from '../../provision/endpoint-error.ts'

/** A request that is answered with an error status; the message quotes nothing of the request. */
export class RequestRefused extends EndpointError {
  readonly status: number
  /** Seconds after which the same request may succeed, for status 503. */
  readonly retryAfter: number | undefined

  /** Under which the quarantine has what was sent. */
  readonly reference: string | undefined

  constructor(
    status: number,
    message: string,
    { retryAfter, reference }: { retryAfter?: number; reference?: string } = {},
  ) {
    super(message, { advice: 'send the request as gateway-api.md describes it' })
    this.status = status
    this.retryAfter = retryAfter
    this.reference = reference
  }
}
