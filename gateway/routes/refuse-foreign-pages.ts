import type { RequestHandler } from 'express'
import { RequestRefused } from './request-refused.ts'

/**
 * Refuses requests that a page of another site makes a browser on this machine send: they arrive from the loopback
 * address like OSCAR's own. Browsers name the page's origin in every such request; programs send none.
 */
export function refuseForeignPages(): RequestHandler {
  return (request, _response, next) => {
    const origin = request.headers.origin
    if (origin !== undefined && origin !== `${request.protocol}://${request.headers.host}`) {
      throw new RequestRefused(403, 'requests from pages of other sites are refused')
    }
    next()
  }
}
