import { createHash } from 'node:crypto'
import type { Policy } from './policy.ts'

/**
 * Stands for all that an answer depends on: the texts, the records, the policy, the code, and, since queries ask for
 * the date to tell ages, the day. Within a day the clock of an earlier answer is taken to be good enough.
 */
export function cacheKey(textHash: string, recordsVersion: string, policy: Policy, code: string): string {
  const day = new Date().toDateString()
  return createHash('sha256')
    .update(JSON.stringify([textHash, recordsVersion, policy, code, day]))
    .digest('hex')
}
