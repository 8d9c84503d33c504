import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, type webcrypto } from 'node:crypto'

/** What every key here is made for and every signature made with. */
export const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
export const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

/** A new private key on the curve P-256, as PKCS #8 PEM. */
export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: curve.namedCurve })
  return toPem(privateKey)
}

/** The pair of a private key in PEM, to sign with. */
export function keyPair(pem: string): webcrypto.CryptoKeyPair {
  const key = createPrivateKey(pem)
  return {
    privateKey: key.toCryptoKey(curve, false, ['sign']),
    publicKey: createPublicKey(key).toCryptoKey(curve, true, ['verify']),
  }
}

const toPem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
