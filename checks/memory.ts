import { type Limits, limitsOf } from '../provision/site/thresholds.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { byLimits, judged } from './judge.ts'
import { type Memory, readMemory } from './meminfo.ts'

/** Whether programs can still get memory. */
export const memory: Check = {
  name: 'memory',
  run: async ({ site, host }) => judgeMemory(await readMemory(host), limitsOf(site, 'memory-free-percent')),
}

export function judgeMemory({ total, available, swap, swapFree }: Memory, limits: Limits): Finding {
  const percent = total > 0 ? Math.round((available / total) * 1000) / 10 : 0
  const swapped = swap > 0 ? `, ${Math.round((1 - swapFree / swap) * 100)} % of swap is used` : ''
  return judged(byLimits(percent, limits), {
    summary: `${percent} % of ${(total / 1e9).toFixed(1)} GB memory is available${swapped}`,
    advice: 'see which program takes it: ps aux --sort=-rss | head',
    metrics: [{ name: 'available', value: percent, unit: '%', ...limits }],
  })
}
