import { randomBytes } from 'node:crypto'
import { type KeyAndCertificate, makeAuthority, validFor } from './authority.ts'

/** What a gateway and a hub need to trust each other, as PEM text. */
export type Lab = { ca: string; gateway: KeyAndCertificate; hub: KeyAndCertificate }

export const labNames = ['localhost', '127.0.0.1', '::1']

/**
 * A lab's authority with a certificate for gateways on this machine, or under more names, and one for a hub. The
 * authority's own key is not kept, so that nobody can sign anything else by it.
 */
export async function makeLab({ names = [], days = 365, now = new Date() }: LabOptions = {}): Promise<Lab> {
  const validity = validFor(days, now)
  // Two labs' authorities must not be taken for each other, so each has a name of its own.
  const authority = await makeAuthority(`SCOOP lab ${randomBytes(4).toString('hex')}`, validity)
  const [gateway, hub] = await Promise.all([
    authority.issue({ name: 'lab-gateway', purpose: 'server', names: [...new Set([...labNames, ...names])], validity }),
    authority.issue({ name: 'lab-hub', purpose: 'client', validity }),
  ])
  return { ca: authority.certificate, gateway, hub }
}

export type LabOptions = {
  /** Besides `labNames`. */
  names?: readonly string[]
  days?: number
  now?: Date
}
