import type { Limits } from '../provision/site/thresholds.ts'
import type { Finding } from './finding.ts'
import { byLimits, judged } from './judge.ts'

/** Judges how long ago something happened; `when` in milliseconds since 1970, undefined if it never did. */
export function judgeAge(
  { what, when, now, advice }: { what: string; when: number | undefined; now: number; advice: string },
  limits: Limits,
): Finding {
  if (when === undefined) return judged('warning', { summary: `${what}: never yet`, advice })
  const hours = Math.max(0, Math.round(((now - when) / 3_600_000) * 10) / 10)
  return judged(byLimits(hours, limits), {
    summary: `${what}: ${hours} h ago, at ${new Date(when).toISOString().slice(0, 19)}Z`,
    advice,
    metrics: [{ name: 'age', value: hours, unit: 'h', ...limits }],
  })
}
