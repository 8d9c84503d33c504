import type { X509Certificate } from 'node:crypto'
import { checkDates } from './check-dates.ts'
import { type Description, describeCertificate } from './describe-certificate.ts'

/** Whether a certificate holds, in the words of a check. */
export type Judgement =
  | { verdict: 'ok'; summary: string }
  | { verdict: 'warning' | 'critical'; summary: string; advice: string }

/** So many days before it expires, somebody should get a new one. */
const enough = 30

/** Judges dates, and the key if it is known whether it belongs to the certificate. */
export function judgeCertificate(
  certificate: X509Certificate,
  now: Date,
  keyMatches?: boolean,
): Description & Judgement {
  const description = describeCertificate(certificate, now)
  return { ...description, ...judge(certificate, description, now, keyMatches) }
}

function judge(certificate: X509Certificate, { daysLeft }: Description, now: Date, keyMatches = true): Judgement {
  const [trouble] = checkDates(certificate, now)
  if (trouble) return { verdict: 'critical', summary: trouble.message, advice: trouble.advice }
  if (!keyMatches) {
    return {
      verdict: 'critical',
      summary: 'the private key belongs to another certificate',
      advice: 'install the certificate again: endpoint certificates install CERTIFICATE',
    }
  }
  if (daysLeft >= enough) return { verdict: 'ok', summary: `holds for ${daysLeft} days more` }
  return {
    verdict: 'warning',
    summary: `holds for only ${daysLeft} days more`,
    advice: 'get a new one: endpoint certificates request',
  }
}
