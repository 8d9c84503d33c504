import { keyPair, makeKey } from './key-pair.ts'
import { type Issuer, signCertificate, type Validity, type Wanted } from './sign-certificate.ts'
import { Pkcs10CertificateRequest, type X509Certificate } from './x509.ts'

export type KeyAndCertificate = { key: string; certificate: string }

/** Signs certificates. Keys, requests and certificates are PEM text. */
export type Authority = KeyAndCertificate & {
  /** Makes a key and its certificate. */
  issue(wanted: Wanted): Promise<KeyAndCertificate>
  /** Answers a request with a certificate; the key stays where the request was made. */
  sign(request: string, wanted: Wanted): Promise<string>
  /** An authority below this one. */
  subordinate(name: string, validity: Validity): Promise<Authority>
}

/** So far back a new certificate begins, in milliseconds: the clocks of hub and endpoint differ a little. */
const backDated = 3600_000
const day = 24 * 3600_000

/** From an hour before `now` for so many days after it. */
export const validFor = (days: number, now = new Date()): Validity => ({
  from: new Date(now.getTime() - backDated),
  to: new Date(now.getTime() + days * day),
})

/** A new authority, below another one if that is given. What it signs passes OpenSSL's strict checks. */
export async function makeAuthority(name: string, validity: Validity, above?: Issuer): Promise<Authority> {
  const key = makeKey()
  const self: Issuer = { name, ...keyPair(key) }
  const certificate = await signCertificate({ name, purpose: 'authority', validity }, self.publicKey, above ?? self)
  return {
    key,
    certificate: pem(certificate),
    async issue(wanted) {
      const key = makeKey()
      return { key, certificate: pem(await signCertificate(wanted, keyPair(key).publicKey, self)) }
    },
    async sign(request, wanted) {
      const publicKey = await new Pkcs10CertificateRequest(request).publicKey.export()
      return pem(await signCertificate(wanted, publicKey, self))
    },
    subordinate: (name, validity) => makeAuthority(name, validity, self),
  }
}

const pem = (certificate: X509Certificate) => `${certificate.toString('pem')}\n`
