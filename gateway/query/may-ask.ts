/** A hub as its certificate shows it. */
export type HubCertificate = { name: string; fingerprint: string }

/**
 * Whether a hub with this certificate may ask, given the site's list of names and SHA-256 fingerprints (hexadecimal,
 * with colons or without). Without a list every hub may whose certificate the site's authority has signed.
 */
export function mayAsk(hubs: readonly string[] | undefined, { name, fingerprint }: HubCertificate): boolean {
  if (hubs === undefined) return true
  // What is written as a fingerprint means one: a name that looks like it is somebody else's.
  return hubs.some((hub) => (isFingerprint(hub) ? plain(hub) === plain(fingerprint) : hub === name))
}

const isFingerprint = (hub: string) => /^[0-9a-f]{64}$/.test(plain(hub))

const plain = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase()
