import { randomBytes, type webcrypto } from 'node:crypto'
import { signing } from './key-pair.ts'
import { alternativeNames } from './names.ts'
import * as x509 from './x509.ts'

/** The days between which a certificate holds. */
export type Validity = { from: Date; to: Date }

export type Purpose = 'authority' | 'server' | 'client'

export type Wanted = {
  /** The common name. */
  name: string
  purpose: Purpose
  /** Host names and addresses that it is good for. */
  names?: readonly string[]
  validity: Validity
}

export type Issuer = webcrypto.CryptoKeyPair & { name: string }

/** Certifies a public key. */
export async function signCertificate(
  wanted: Wanted,
  publicKey: webcrypto.CryptoKey,
  issuer: Issuer,
): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: commonName(wanted.name),
    issuer: commonName(issuer.name),
    notBefore: wanted.validity.from,
    notAfter: wanted.validity.to,
    publicKey,
    signingKey: issuer.privateKey,
    signingAlgorithm: signing,
    extensions: [
      ...usage[wanted.purpose](),
      ...subjectNames(wanted.names),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
}

export const commonName = (name: string) => [{ CN: [name] }]

/** Positive and unguessable; RFC 5280 section 4.1.2.2 allows 20 bytes. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0)
  return bytes.toString('hex')
}

/** What a key may be used for, by RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.12. */
const usage: Record<Purpose, () => x509.Extension[]> = {
  authority: () => [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
  ],
  server: () => endUsage(x509.ExtendedKeyUsage.serverAuth),
  client: () => endUsage(x509.ExtendedKeyUsage.clientAuth),
}

export const endUsage = (purpose: x509.ExtendedKeyUsage): x509.Extension[] => [
  new x509.BasicConstraintsExtension(false, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
  new x509.ExtendedKeyUsageExtension([purpose]),
]

export const subjectNames = (names: readonly string[] = []): x509.Extension[] =>
  names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(alternativeNames(names))]
