import type { X509Certificate } from 'node:crypto'
import { plain } from '../plain-text.ts'
import { type Problem, refusal } from '../problem.ts'
import { checkNames, checkPurpose, matches } from './check-certificate.ts'
import { checkChain } from './check-chain.ts'
import { namesOf } from './describe-certificate.ts'
import { rehearseHandshake } from './rehearse-handshake.ts'

export type Candidate = {
  certificate: X509Certificate
  /** Authorities above it, in any order. */
  others: readonly X509Certificate[]
  /** Private keys of this machine in PEM; one of them should be the certificate's. */
  keys: readonly string[]
  /** What it must be good for. */
  names: readonly string[]
  now: Date
}

/**
 * A server certificate that a hub will accept: its chain as the server shows it (PEM) and its key. Raises EndpointError
 * with everything that is wrong with it: chain, dates, purpose, names, key, and whatever else TLS has against it.
 */
export async function inspectCertificate(candidate: Candidate): Promise<{ chain: string; key: string }> {
  const { certificate, others, keys, names, now } = candidate
  const { shown, authority, problems } = checkChain(certificate, others, now)
  const key = keys.find((key) => matches(certificate, key))
  const found = [...problems, ...checkPurpose(certificate), ...checkNames(certificate, names)]
  if (!authority || key === undefined || found.length > 0) {
    throw refusal(key === undefined ? [...found, keyless(certificate, keys.length)] : found)
  }
  const chain = shown.map(String).join('')
  const name = names[0] ?? namesOf(certificate)[0] ?? ''
  const refused = await rehearseHandshake({ certificate: chain, key, authority: String(authority), name })
  if (refused.length > 0) throw refusal(refused)
  return { chain, key }
}

function keyless(certificate: X509Certificate, keys: number): Problem {
  const of = `the certificate of ${plain(certificate.subject)}`
  return {
    message: keys === 0 ? `there is no key for ${of}` : `${of} belongs to another key than the one of this machine`,
    advice: 'install it where it was requested, or request another one here: endpoint certificates request',
  }
}
