import { createPrivateKey, type X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { plain } from '../plain-text.ts'
import type { Problem } from '../problem.ts'
import { namesOf } from './describe-certificate.ts'

const serverAuthentication = '1.3.6.1.5.5.7.3.1'

/** Whether a certificate is one for a TLS server; a hub would refuse any other. */
export function checkPurpose(certificate: X509Certificate): Problem[] {
  const advice = 'ask the authority for a TLS server certificate (extended key usage serverAuth)'
  if (certificate.ca) return [{ message: `${plain(certificate.subject)} is an authority, no server`, advice }]
  const usage: readonly string[] | undefined = certificate.keyUsage
  if (usage === undefined || usage.includes(serverAuthentication)) return []
  return [{ message: `the certificate of ${plain(certificate.subject)} is not meant for a TLS server`, advice }]
}

/** Whether a certificate is good for every name that the hub may reach the gateway by. */
export function checkNames(certificate: X509Certificate, names: readonly string[]): Problem[] {
  const found = namesOf(certificate)
  const advice = 'ask the authority for a certificate with these subject alternative names, or say --name as it is'
  if (found.length === 0) return [{ message: 'the certificate has no subject alternative name', advice }]
  const missing = names.filter((name) => !covers(certificate, name))
  if (missing.length === 0) return []
  return [{ message: `the certificate is for ${found.join(', ')}, not for ${missing.join(', ')}`, advice }]
}

const covers = (certificate: X509Certificate, name: string) =>
  isIP(name) ? certificate.checkIP(name) !== undefined : certificate.checkHost(name, { subject: 'never' }) !== undefined

export const matches = (certificate: X509Certificate, key: string) => certificate.checkPrivateKey(createPrivateKey(key))
