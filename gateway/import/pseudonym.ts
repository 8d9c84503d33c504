import { createHmac, hash } from 'node:crypto'
import type { Pseudonym } from '../record.ts'

/** Turns an identifying text into its pseudonym (`e2e-import.md` section 4). */
export type Pseudonymize = (text: string) => Pseudonym

/**
 * The original's pseudonyms, to link with its data: Base64 of SHA-224, 40 characters. Anyone can reverse them by trying
 * all health numbers.
 */
export const sha224Pseudonyms: Pseudonymize = (text) => hash('sha224', upperCase(text), 'base64')

/** Base64 of HMAC-SHA-256 under a secret key, 44 characters: of no use without the key. */
export function hmacPseudonyms(key: Uint8Array): Pseudonymize {
  return (text) => createHmac('sha256', key).update(upperCase(text)).digest('base64')
}

/** Capitals for `a` to `z` only, as the original's Ruby had it: `é` and `ß` stay (K16). */
const upperCase = (text: string) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
