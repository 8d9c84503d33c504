import { z } from 'zod'
import { QueryPolicy } from './query-policy.ts'
import { HostAndPort, Path } from './shapes.ts'

/** The gateway: where it keeps what, and where it listens. */
export const Gateway = z.strictObject({
  data: Path.describe('folder of the embedded store, the quarantine and the secrets').optional(),
  store: z
    .string()
    .refine((address) => !/\/\/[^@/]*:[^/]*@/.test(address), 'a password belongs into a file (store-password-file)')
    .describe('sqlite, or the mongodb:// address of a server')
    .optional(),
  'store-password-file': Path.describe("holds the password of the address's account; mode 0600").optional(),
  inbox: Path.describe('folder from which complete documents are imported and deleted').optional(),
  http: HostAndPort.describe('where OSCAR posts documents').optional(),
  pseudonyms: z.enum(['hmac', 'sha224']).describe('sha224 only to link with data of an original gateway').optional(),
  names: z.array(z.string()).describe('host names and addresses that the hub reaches the gateway by').optional(),
  'tls-cert': Path.describe('certificate of the hub-side listener').optional(),
  'tls-key': Path.describe('its private key').optional(),
  'hub-ca': Path.describe("the authority that signs hubs' certificates").optional(),
  'din-atc': Path.describe('JSON table that supplies ATC codes for DINs').optional(),
  queries: QueryPolicy.describe('what the hub may ask, and what may leave the clinic').optional(),
  https: HostAndPort.describe('where hubs submit queries; without it there is no hub side').optional(),
  'hub-crl': Path.describe('their lists of revoked certificates, one for each of them (PEM)').optional(),
})
