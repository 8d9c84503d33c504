import type { Finding } from '../checks/finding.ts'
import type { Platform } from './platform.ts'
import type { Site } from './site.ts'
import type { Target } from './target.ts'

/** What a step works on. */
export type Work = {
  site: Site
  /** The site file as it was written, comments and all. */
  siteText: string
  target: Target
  platform: Platform
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
 * same list, so the plan can't lie.
 */
export type Step = {
  name: string
  check(work: Work): Promise<Finding>
  changes(work: Work): Promise<Change[]>
}
