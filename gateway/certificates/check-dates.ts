import type { X509Certificate } from 'node:crypto'
import { plain } from '../plain-text.ts'
import type { Problem } from '../problem.ts'
import { toSecond } from './describe-certificate.ts'

/** A certificate that does not hold now. The clock is told as well: more often it is wrong than the certificate. */
export function checkDates(certificate: X509Certificate, now: Date): Problem[] {
  const [from, to] = [certificate.validFromDate, certificate.validToDate]
  const clock = `; this machine's clock says ${toSecond(now)}`
  const subject = `the certificate of ${plain(certificate.subject)}`
  if (now > to) {
    return [
      {
        message: `${subject} expired on ${toSecond(to)}${clock}`,
        advice:
          'if that clock is wrong, set it (timedatectl set-ntp true); else get a new certificate: endpoint certificates request',
      },
    ]
  }
  if (now >= from) return []
  return [
    {
      message: `${subject} holds only from ${toSecond(from)}${clock}`,
      advice: 'if that clock is wrong, set it (timedatectl set-ntp true); else wait until then',
    },
  ]
}
