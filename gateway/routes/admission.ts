import { RequestRefused } from './request-refused.ts'

/** How much may be under way at once. */
export type AdmissionLimits = { requests: number; bytes: number }

/** Bounds what the gateway holds in memory; what comes beyond it is sent away at once, to come again. */
export type Admission = {
  /** Lets a request of up to `bytes` in; the caller releases it in the end. Raises RequestRefused (503). */
  enter(bytes: number): { release(): void }
}

export function openAdmission({ requests, bytes }: AdmissionLimits): Admission {
  let freeRequests = requests
  let freeBytes = bytes
  return {
    enter(wanted) {
      // One alone may exceed the budget: the body limit bounds it, and it would never get in otherwise.
      const alone = freeRequests === requests
      if (freeRequests === 0 || (wanted > freeBytes && !alone)) {
        throw new RequestRefused(503, 'too many requests at once', { retryAfter: 1 })
      }
      freeRequests--
      freeBytes -= wanted
      return {
        release() {
          freeRequests++
          freeBytes += wanted
        },
      }
    },
  }
}
