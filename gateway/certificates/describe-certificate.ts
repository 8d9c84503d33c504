import type { X509Certificate } from 'node:crypto'
import { SocketAddress } from 'node:net'
import { plain } from '../plain-text.ts'

/** A certificate in plain words; times in ISO 8601 UTC. */
export type Description = {
  subject: string
  issuer: string
  names: string[]
  validFrom: string
  validTo: string
  /** Whole days; negative once it has expired. */
  daysLeft: number
  /** SHA-256 */
  fingerprint: string
}

const day = 24 * 3600_000

export function describeCertificate(certificate: X509Certificate, now: Date): Description {
  return {
    subject: plain(certificate.subject),
    issuer: plain(certificate.issuer),
    names: namesOf(certificate),
    validFrom: toSecond(certificate.validFromDate),
    validTo: toSecond(certificate.validToDate),
    daysLeft: Math.floor((certificate.validToDate.getTime() - now.getTime()) / day),
    fingerprint: certificate.fingerprint256,
  }
}

export const toSecond = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')

/** Host names and addresses among the subject alternative names. */
export function namesOf({ subjectAltName = '' }: X509Certificate): string[] {
  const names = subjectAltName.matchAll(/(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g)
  return [...names].map(([, kind, name = '']) => (kind === 'DNS' ? plain(name) : shortAddress(name)))
}

function shortAddress(address: string): string {
  return address.includes(':') ? new SocketAddress({ address, family: 'ipv6' }).address : address
}
