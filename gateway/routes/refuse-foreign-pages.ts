import type { RequestHandler } from 'express'
import { RequestRefused } from './request-refused.ts'

const literalHost = /^(localhost|\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\])(:\d+)?$/

/**
 * Refuses requests that a page of another site makes a browser on this machine send: they arrive from the loopback
 * address like OSCAR's own. Browsers name the page's origin in every such request; programs send none.
 */
export function refuseForeignPages(): RequestHandler {
  return (request, _response, next) => {
    const { origin, host = '' } = request.headers
    // A name could be another site's, made to point at this machine; an address can't.
    const trusted = literalHost.test(host) && origin === `${request.protocol}://${host}`
    if (origin !== undefined && !trusted) {
      throw new RequestRefused(403, 'requests from pages of other sites are refused')
    }
    next()
  }
}
