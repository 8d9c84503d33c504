import type { Site } from '../provision/site.ts'
import type { Finding } from './finding.ts'
import type { Host } from './host.ts'

/** What a check may look at. */
export type Subject = { site: Site; host: Host }

/** One fact that the endpoint relies on. */
export type Check = {
  /** Lower-case words with dashes; what people type and monitoring stores, so it never changes. */
  name: string
  /** Checks whose trouble would be the cause of this one's: it is not run then, and not shouted beside them. */
  after?: readonly string[]
  run(subject: Subject): Promise<Finding>
}
