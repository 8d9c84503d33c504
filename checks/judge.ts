import type { Limits } from '../provision/site/thresholds.ts'
import type { Finding, Metric, Verdict } from './finding.ts'

/** The verdict of a value by its limits; their order says which side is the bad one. A limit itself is bad already. */
export function byLimits(value: number, { warning, critical }: Limits): 'ok' | 'warning' | 'critical' {
  const reaches = (limit: number) => (warning <= critical ? value >= limit : value <= limit)
  return reaches(critical) ? 'critical' : reaches(warning) ? 'warning' : 'ok'
}

/** A finding of any verdict; the advice is for trouble only. */
export function judged(verdict: Verdict, told: { summary: string; advice: string; metrics?: Metric[] }): Finding {
  const { summary, advice, metrics } = told
  const rest = { summary, ...(metrics && { metrics }) }
  return verdict === 'ok' ? { verdict, ...rest } : { verdict, ...rest, advice }
}

/** What the site does not have need not hold; the summary says so, so that nobody takes it for looked at. */
export const notConfigured = (what: string, key: string): Finding => ({
  verdict: 'ok',
  summary: `not looked at: the site file names no ${what} (${key})`,
})
