import 'reflect-metadata'
import { generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const
const hour = 3600_000

export type KeyAndCertificate = { key: string; certificate: string }
export type Wanted = { name: string; server?: boolean; from?: Date; to?: Date }

/** A certificate authority for tests; it can also revoke. All is PEM text. */
export type Authority = {
  certificate: string
  issue(wanted: Wanted): Promise<KeyAndCertificate>
  /** Its list of revoked certificates. */
  revoke(certificates: readonly string[]): Promise<string>
}

export async function makeAuthority(name: string): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto as Crypto)
  const { pair } = makePair()
  const validity = { notBefore: new Date(Date.now() - 24 * hour), notAfter: new Date(Date.now() + 24 * hour) }
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `CN=${name}`,
    ...validity,
    keys: pair,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  })
  return {
    certificate: own.toString('pem'),
    async issue({ name: subject, server = false, from = validity.notBefore, to = validity.notAfter }) {
      const { key, pair: keys } = makePair()
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: [subject === '' ? { O: ['nobody'] } : { CN: [subject] }],
        issuer: own.subject,
        notBefore: from,
        notAfter: to,
        publicKey: keys.publicKey,
        signingKey: pair.privateKey,
        signingAlgorithm: signing,
        extensions: server
          ? [
              new x509.SubjectAlternativeNameExtension([
                { type: 'dns', value: 'localhost' },
                { type: 'ip', value: '127.0.0.1' },
              ]),
              new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
            ]
          : [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
      })
      return { key, certificate: certificate.toString('pem') }
    },
    async revoke(certificates) {
      const list = await x509.X509CrlGenerator.create({
        issuer: own.subject,
        thisUpdate: validity.notBefore,
        nextUpdate: validity.notAfter,
        entries: certificates.map((pem) => ({
          serialNumber: new x509.X509Certificate(pem).serialNumber,
          revocationDate: validity.notBefore,
        })),
        signingKey: pair.privateKey,
        signingAlgorithm: signing,
      })
      return x509.PemConverter.encode(list.rawData, 'X509 CRL')
    },
  }
}

function makePair(): { key: string; pair: webcrypto.CryptoKeyPair } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve.namedCurve })
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pair: {
      privateKey: privateKey.toCryptoKey(curve, true, ['sign']),
      publicKey: publicKey.toCryptoKey(curve, true, ['verify']),
    },
  }
}

/** Positive, as OpenSSL wants it. */
const serialNumber = () => `4${randomBytes(15).toString('hex')}0`
