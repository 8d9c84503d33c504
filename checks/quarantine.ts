import { type Limits, limitsOf } from '../provision/site/thresholds.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { byLimits, judged } from './judge.ts'
import { dataFolder } from './places.ts'

/** How many documents the gateway could not import and keeps for somebody to look at. */
export const quarantine: Check = {
  name: 'quarantine',
  async run({ site, host }) {
    const names = (await host.list(`${dataFolder(site)}/quarantine`)) ?? []
    const documents = names.filter((name) => name.endsWith('.json')).length
    return judgeQuarantine(documents, limitsOf(site, 'quarantined-documents'))
  },
}

export function judgeQuarantine(documents: number, limits: Limits): Finding {
  return judged(documents === 0 ? 'ok' : byLimits(documents, limits), {
    summary: documents === 1 ? '1 document is in quarantine' : `${documents} documents are in quarantine`,
    advice: 'see why (endpoint records quarantine list); once that is mended: endpoint records quarantine retry --all',
    metrics: [{ name: 'documents', value: documents, ...limits }],
  })
}
