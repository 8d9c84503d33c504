import { TLSSocket } from 'node:tls'
import type { Request, RequestHandler } from 'express'
import { type HubCertificate, mayAsk } from '../../query/may-ask.ts'
import { RequestRefused } from '../request-refused.ts'

/** What a name in log, audit and policy may be: one line of bounded length, all of it to be seen. */
const usableName = /^(?!\s)\P{C}{1,128}(?<!\s)$/u

/** `local` stands for an operator at the endpoint wherever a hub's name stands. */
const reserved = 'local'

/**
 * Who asks, from the client certificate that the handshake has verified. Raises RequestRefused (403) for one without a
 * usable common name.
 */
export function callerOf({ socket }: Pick<Request, 'socket'>): HubCertificate {
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined
  const name: unknown = certificate?.subject?.CN
  if (!certificate || typeof name !== 'string' || !usableName.test(name) || name === reserved) {
    throw new RequestRefused(403, 'the certificate has no common name that a hub can be known by')
  }
  return { name, fingerprint: certificate.fingerprint256 }
}

/** Lets in only the hubs that the site's list names, if there is one. Raises RequestRefused (403). */
export function admitHubs(hubs: readonly string[] | undefined): RequestHandler {
  return (request, response, next) => {
    const caller = callerOf(request)
    response.locals.log = { ...response.locals.log, hub: caller.name, fingerprint: caller.fingerprint }
    if (!mayAsk(hubs, caller)) {
      throw new RequestRefused(403, 'this hub is not on the list of those that this endpoint answers')
    }
    next()
  }
}
