import type { Site } from '../../provision/site.ts'
import type { Policy } from './policy.ts'

/** How a site treats queries; all present. */
export type QuerySettings = {
  policy: Policy
  /** Names or fingerprints of the certificates that may ask; undefined: whichever the authority has signed. */
  hubs: string[] | undefined
  retention: { days: number; queries: number }
  /** How many queries run at a time, each on all cores. */
  parallel: number
}

export type PolicyName = 'clinic' | 'open'

type QueriesOfSite = NonNullable<NonNullable<Site['gateway']>['queries']>

/** What holds where the site file says nothing. */
export const defaultQuerySettings = readQuerySettings({}, undefined)

/**
 * The flag `--policy` overrides the site file. `open` turns approval, suppression and row-level limits off, and widens
 * the limits of keys and results that the site file does not name, to what a store can hold.
 */
export function readQuerySettings(site: QueriesOfSite, flag: PolicyName | undefined): QuerySettings {
  const { limits = {}, retention = {} } = site
  const open = (flag ?? site.policy ?? 'clinic') === 'open'
  const rowLevel = {
    keysPerPatient: limits['keys-per-patient'] ?? 0.5,
    listLength: limits['list-length'] ?? 100,
    textLength: limits['text-length'] ?? 100,
  }
  return {
    policy: {
      approval: open ? 'none' : (site.approval ?? 'listed'),
      minimumCell: open ? 0 : (site['minimum-cell'] ?? 5),
      rowLevel: open ? undefined : rowLevel,
      limits: {
        time: (limits.seconds ?? 900) * 1_000,
        memory: limits['memory-mib'] ?? 512,
        keys: limits.keys ?? (open ? 100_000 : 10_000),
        keyLength: limits['key-length'] ?? (open ? 10_000 : 120),
        result: limits['result-bytes'] ?? (open ? 8_000_000 : 4_000_000),
      },
    },
    hubs: site.hubs,
    retention: { days: retention.days ?? 90, queries: retention.queries ?? 1_000 },
    parallel: site.parallel ?? 2,
  }
}
