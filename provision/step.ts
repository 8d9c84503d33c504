import type { Check } from '../checks/check.ts'
import type { Finding } from '../checks/finding.ts'
import type { Operator } from './operator.ts'
import type { Platform } from './platform.ts'
import type { Site } from './site.ts'
import type { Target } from './target.ts'

/** What a step works on. */
export type Work = {
  site: Site
  /** The site file as it was written, comments and all. */
  siteText: string
  /** The folder of that file; `secrets` and other things that go with it lie there. */
  beside: string
  target: Target
  platform: Platform
  operator: Operator
  /** The unpacked release that is being installed: `app`, `runtime`, `bin`, `manifest.json`. */
  release: { name: string; folder: string }
}

export type Change = {
  summary: string
  /** Unified, for files; never of a secret. */
  diff?: string
  apply(): Promise<void>
}

/**
 * A fact that must hold, with the changes that make it hold. `check` and `changes` only read; plan and apply walk the
 * same list, so the plan can't lie. Without changes, what is wrong is nothing that provisioning may mend.
 */
export type Step = {
  name: string
  check(work: Work): Promise<Finding>
  changes(work: Work): Promise<Change[]>
  /** Services whose last words explain why the step failed. */
  services?: readonly string[]
  /** Looks at what the other steps have made, so that it tells nothing new while they don't hold. */
  verifies?: true
}

/** A check of the endpoint, looked at as a step does. */
export const look =
  (check: Check) =>
  ({ site, target }: Work): Promise<Finding> =>
    check.run({ site, host: target })

/** For a step whose fact is that nothing is left to change. */
export function judgeChanges(changes: readonly Change[], told: { holds: string; advice: string }): Finding {
  if (changes.length === 0) return { verdict: 'ok', summary: told.holds }
  return { verdict: 'critical', summary: changes.map(({ summary }) => summary).join(', '), advice: told.advice }
}

/** For a step that a site can do without. */
export const notWanted = (summary: string): Finding => ({ verdict: 'ok', summary })
