/** A number behind a verdict, as monitoring draws it; `warning` and `critical` are the limits that it was judged by. */
export type Metric = { name: string; value: number; unit?: string; warning?: number; critical?: number }

export type Fine = { verdict: 'ok'; summary: string; metrics?: Metric[] }
/** Trouble never comes without the next move. */
export type Troubled = {
  verdict: 'warning' | 'critical' | 'unknown'
  summary: string
  advice: string
  metrics?: Metric[]
}

/** What a check found: a verdict in Nagios terms, one line for people, and what to do where it isn't fine. */
export type Finding = Fine | Troubled
export type Verdict = Finding['verdict']

/** The exit codes of a Nagios plug-in (Monitoring Plugins guidelines, "Plugin Return Codes"). */
export const nagiosCodes = { ok: 0, warning: 1, critical: 2, unknown: 3 } satisfies Record<Verdict, number>

/** From fine to bad: what is not known is worse than a warning and better than certain trouble. */
const severity = { ok: 0, warning: 1, unknown: 2, critical: 3 } satisfies Record<Verdict, number>

export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((worse, verdict) => (severity[verdict] > severity[worse] ? verdict : worse), 'ok')
}
