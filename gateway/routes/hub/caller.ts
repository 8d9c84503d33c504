import { TLSSocket } from 'node:tls'
import type { Request, RequestHandler } from 'express'
import { RequestRefused } from '../request-refused.ts'

/** Who asks, from the client certificate that the handshake has verified. */
export type Caller = { name: string; fingerprint: string }

/** What a name in log, audit and policy may be: one line of bounded length. */
const usableName = /^[\p{L}\p{N}][\p{L}\p{N} ._:@/*-]{0,127}$/u

/** `local` stands for an operator at the endpoint wherever a hub's name stands. */
const reserved = 'local'

/** Raises RequestRefused (403) for a certificate without a usable common name. */
export function callerOf({ socket }: Pick<Request, 'socket'>): Caller {
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined
  const name: unknown = certificate?.subject?.CN
  if (!certificate || typeof name !== 'string' || !usableName.test(name) || name === reserved) {
    throw new RequestRefused(403, 'the certificate has no common name that a hub can be known by')
  }
  return { name, fingerprint: certificate.fingerprint256 }
}

/**
 * Lets in only the hubs of a list: common names, or SHA-256 fingerprints as `openssl x509 -fingerprint -sha256` prints
 * them. Without a list: every hub whose certificate was good for the handshake.
 */
export function admitHubs(allowed: readonly string[] | undefined): RequestHandler {
  const list = allowed && new Set(allowed.map(normal))
  return (request, response, next) => {
    const { name, fingerprint } = callerOf(request)
    response.locals.log = { ...response.locals.log, hub: name, fingerprint }
    if (list && !list.has(name) && !list.has(fingerprint)) {
      throw new RequestRefused(403, 'this hub is not on the list of those that this endpoint answers')
    }
    next()
  }
}

const fingerprintPattern = /^([0-9a-f]{2}:){31}[0-9a-f]{2}$/i
const normal = (entry: string) => (fingerprintPattern.test(entry) ? entry.toUpperCase() : entry)
