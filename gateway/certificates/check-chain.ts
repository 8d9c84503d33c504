import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { plain } from '../plain-text.ts'
import type { Problem } from '../problem.ts'
import { checkDates } from './check-dates.ts'

/** From a server's own certificate to the authority that everything rests on. */
export type Chain = {
  /** The certificate itself and those between it and the authority: what the server has to show. */
  shown: X509Certificate[]
  /** Whom the hub has to trust already. */
  authority: X509Certificate | undefined
  problems: Problem[]
}

/**
 * Finds the way from a certificate over others to one that is signed by itself: among the others, or those that every
 * browser trusts.
 */
export function checkChain(certificate: X509Certificate, others: readonly X509Certificate[], now: Date): Chain {
  const shown = [certificate]
  const problems = checkDates(certificate, now)
  for (let link = certificate; shown.length <= others.length + 1; ) {
    const issuer = others.find(isIssuerOf(link)) ?? publicAuthorities().find(isIssuerOf(link))
    if (!issuer) return { shown, authority: undefined, problems: [...problems, unknownIssuer(link)] }
    problems.push(...checkDates(issuer, now))
    if (isIssuerOf(issuer)(issuer)) return { shown, authority: issuer, problems }
    shown.push(issuer)
    link = issuer
  }
  return { shown, authority: undefined, problems: [...problems, unknownIssuer(certificate)] }
}

const isIssuerOf = (link: X509Certificate) => (candidate: X509Certificate) =>
  candidate.ca && link.checkIssued(candidate) && link.verify(candidate.publicKey)

const publicAuthorities = () => rootCertificates.map((pem) => new X509Certificate(pem))

const unknownIssuer = (link: X509Certificate): Problem => ({
  message: `the certificate of ${plain(link.subject)} is signed by ${plain(link.issuer)}, whose certificate is not at hand`,
  advice: 'give the certificates of the authorities above it with --chain FILE, up to the one that is signed by itself',
})
