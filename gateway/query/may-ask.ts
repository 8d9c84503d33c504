/** A hub as its certificate shows it. */
export type HubCertificate = { name: string; fingerprint: string }

/**
 * Whether a hub with this certificate may ask, given the site's list of names and SHA-256 fingerprints (hexadecimal,
 * with colons or without). Without a list every hub may whose certificate the site's authority has signed.
 */
export function mayAsk(hubs: readonly string[] | undefined, { name, fingerprint }: HubCertificate): boolean {
  if (hubs === undefined) return true
  return hubs.some((hub) => hub === name || plain(hub) === plain(fingerprint))
}

const plain = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase()
