import * as product from '../../gateway/certificates/authority.ts'
import { keyPair, signing } from '../../gateway/certificates/key-pair.ts'
import { labNames } from '../../gateway/certificates/make-lab.ts'
import * as x509 from '../../gateway/certificates/x509.ts'

export type KeyAndCertificate = product.KeyAndCertificate
export type Wanted = { name: string; server?: boolean; from?: Date; to?: Date }

/** A certificate authority for tests, which can also revoke. All is PEM text. */
export type Authority = {
  certificate: string
  issue(wanted: Wanted): Promise<KeyAndCertificate>
  /** Its list of revoked certificates. */
  revoke(certificates: readonly string[]): Promise<string>
}

export async function makeAuthority(name: string): Promise<Authority> {
  const validity = product.validFor(1)
  const { certificate, key, issue } = await product.makeAuthority(name, validity)
  return {
    certificate,
    issue: ({ name, server = false, from = validity.from, to = validity.to }) =>
      issue({
        name,
        validity: { from, to },
        ...(server ? { purpose: 'server', names: labNames } : { purpose: 'client' }),
      }),
    async revoke(certificates) {
      const list = await x509.X509CrlGenerator.create({
        issuer: new x509.X509Certificate(certificate).subject,
        thisUpdate: validity.from,
        nextUpdate: validity.to,
        entries: certificates.map((pem) => ({
          serialNumber: new x509.X509Certificate(pem).serialNumber,
          revocationDate: validity.from,
        })),
        signingKey: keyPair(key).privateKey,
        signingAlgorithm: signing,
      })
      return x509.PemConverter.encode(list.rawData, 'X509 CRL')
    },
  }
}
