import type { Check, Subject } from './check.ts'
import type { Finding } from './finding.ts'

export type CheckResult = {
  check: string
  finding: Finding
  milliseconds: number
  /** The check whose trouble kept this one from being looked at. */
  because?: string
}

/** How long a check may take, in milliseconds, before its fact counts as unknown. */
const patience = 15_000

/**
 * Runs the checks side by side, each after those that it depends on; answers in their order. Never raises: a check that
 * fails to find out says so as its verdict.
 */
export async function runChecks(checks: readonly Check[], subject: Subject): Promise<CheckResult[]> {
  const underWay = new Map<string, Promise<CheckResult>>()
  const start = (check: Check): Promise<CheckResult> => {
    const running = underWay.get(check.name) ?? after(check)
    underWay.set(check.name, running)
    return running
  }
  const after = async (check: Check): Promise<CheckResult> => {
    for (const cause of checks.filter(({ name }) => check.after?.includes(name))) {
      const { finding, because } = await start(cause)
      if (finding.verdict === 'critical' || finding.verdict === 'unknown') return skipped(check, because ?? cause.name)
    }
    return timed(check, subject)
  }
  return Promise.all(checks.map(start))
}

function skipped({ name }: Check, because: string): CheckResult {
  const summary = `not looked at: ${because} comes first`
  return {
    check: name,
    finding: { verdict: 'unknown', summary, advice: `see to ${because}, then run the checks again` },
    milliseconds: 0,
    because,
  }
}

async function timed(check: Check, subject: Subject): Promise<CheckResult> {
  const started = performance.now()
  const finding = await inTime(check, subject).catch(unknown)
  return { check: check.name, finding, milliseconds: Math.round(performance.now() - started) }
}

function inTime(check: Check, subject: Subject): Promise<Finding> {
  const { promise: tooLate, resolve } = Promise.withResolvers<Finding>()
  const late: Finding = {
    verdict: 'unknown',
    summary: `no answer within ${patience / 1000} s`,
    advice: `run it alone to see where it hangs: endpoint check ${check.name}`,
  }
  const timer = setTimeout(() => resolve(late), patience)
  return Promise.race([check.run(subject), tooLate]).finally(() => clearTimeout(timer))
}

function unknown(error: unknown): Finding {
  // A system error names a path or an address; any other message may quote what was read.
  const told = error instanceof Error && 'syscall' in error ? error.message : 'the check itself failed'
  return { verdict: 'unknown', summary: told, advice: 'see that the account may read what the check looks at' }
}
