import { gatewayAccount, secretsFolder, shadowAccount, tunnelAccount } from './names.ts'
import type { Site } from './site.ts'

/** A secret that people bring: where it goes, and who alone may read it. */
export type SecretFile = { path: string; owner: string }

/** Those that the site file points at. */
export function secretFiles({ oscar, gateway, tunnel }: Site): SecretFile[] {
  const file = (path: string | undefined, owner: string) => (path === undefined ? [] : [{ path, owner }])
  return [
    ...file(oscar?.['password-file'], shadowAccount),
    ...file(gateway?.['store-password-file'], gatewayAccount),
    ...file(tunnel && tunnelKey(tunnel), tunnelAccount),
  ]
}

export const tunnelKey = ({ key }: NonNullable<Site['tunnel']>) => key ?? `${secretsFolder}/tunnel-key`
