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

/** An admission of which each caller has a share only: who sends slowly keeps no other out. */
export type SharedAdmission = {
  /** As `Admission.enter`. */
  enter(caller: string, bytes: number): { release(): void }
}

export function openSharedAdmission(ofOne: AdmissionLimits, ofAll: AdmissionLimits): SharedAdmission {
  const all = openAdmission(ofAll)
  const shares = new Map<string, Admission>()
  return {
    enter(caller, bytes) {
      const share = shares.get(caller) ?? openAdmission(ofOne)
      shares.set(caller, share)
      const own = share.enter(bytes)
      try {
        const common = all.enter(bytes)
        return {
          release() {
            common.release()
            own.release()
          },
        }
      } catch (error) {
        own.release()
        throw error
      }
    },
  }
}
