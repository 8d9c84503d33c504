import t from 'tap'
import type { Check } from '../../checks/check.ts'
import type { Finding, Verdict } from '../../checks/finding.ts'
import { thisHost } from '../../checks/host.ts'
import { readSite, type Site } from '../../provision/site.ts'

/** A case of a judgement: the facts, and what is to be said of them. */
export type Case<Facts> = { says: string; facts: Facts; verdict: Verdict; summary?: RegExp | string }

/** One test a case; trouble must come with advice, and a judgement whose every case is fine proves nothing. */
export function judgeCases<Facts>(judge: (facts: Facts) => Finding, cases: readonly Case<Facts>[]): void {
  for (const { says, facts, verdict, summary } of cases) {
    t.test(says, async (t) => {
      const finding = judge(facts)
      t.equal(finding.verdict, verdict)
      if (summary !== undefined) t.match(finding.summary, summary)
      if (finding.verdict !== 'ok') t.ok(finding.advice, 'it says what to do')
    })
  }
  t.ok(
    cases.some(({ verdict }) => verdict !== 'ok'),
    'it can fail',
  )
}

/** Runs a check on this machine, with the site that the text describes. */
export const runHere = (check: Check, yaml = ''): Promise<Finding> => {
  const site: Site = readSite(yaml, 'site.yaml')
  return check.run({ site, host: thisHost() })
}
