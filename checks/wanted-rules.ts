import type { Site } from '../provision/site.ts'
import { isLoopback, readPlace } from './machine-address.ts'

/** A way into the machine: a TCP port, and the network that may use it; `any` is the whole world. */
export type Rule = { port: number; from: string }

/**
 * All that may come in; everything else is denied. HTTPS from anywhere, since the hub's certificate is what lets it in;
 * plain HTTP from the clinic's network, and only where the gateway serves it outside the machine (`ubuntu-12.04.md`
 * section 5). MongoDB never.
 */
export function wantedRules({ gateway = {}, clinic, ssh, monitoring }: Site): Rule[] {
  const clinicNetwork = clinic?.network === undefined ? [] : [clinic.network]
  const open = (address: string | undefined, networks: readonly string[]): Rule[] => {
    if (address === undefined) return []
    const { host, port } = readPlace(address, 443)
    return isLoopback(host) ? [] : networks.map((from) => ({ port, from }))
  }
  const named = [...(ssh?.from ?? clinicNetwork)]
  // With no network named at all, a rule that locks the operator out would be worse than one that is too wide.
  const technicians = named.length > 0 ? named : ['any']
  return [
    ...open(gateway.https, ['any']),
    ...open(gateway.http, clinicNetwork),
    ...technicians.map((from) => ({ port: 22, from })),
    ...(monitoring?.from ?? []).map((from) => ({ port: 5666, from })),
  ]
}
