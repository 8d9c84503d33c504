import { setTimeout as sleep } from 'node:timers/promises'

/** Lets as many through at once as the other side can take: fewer after each complaint, more again with each success. */
export type Pace = {
  /** Waits for a turn; the turn is over when it is given back. Raises the signal's reason. */
  enter(signal: AbortSignal): Promise<Disposable>
  /** Nobody enters for so many milliseconds, and only half as many as until now after that. */
  slowDown(milliseconds: number): void
  succeeded(): void
  /** How many may be under way just now. */
  readonly allowed: number
}

export function openPace(most: number): Pace {
  let allowed = most
  let busy = 0
  let successes = 0
  let pause: Promise<void> | undefined
  let waiting: (() => void)[] = []

  const letGo = () => {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  return {
    async enter(signal) {
      const aborted = Promise.withResolvers<void>()
      const abort = () => aborted.resolve()
      signal.addEventListener('abort', abort, { once: true })
      try {
        while (pause || busy >= allowed) {
          signal.throwIfAborted()
          const turn = new Promise<void>((resolve) => waiting.push(resolve))
          await Promise.race([pause ?? turn, aborted.promise])
        }
        signal.throwIfAborted()
      } finally {
        signal.removeEventListener('abort', abort)
      }
      busy++
      return {
        [Symbol.dispose]() {
          busy--
          letGo()
        },
      }
    },

    slowDown(milliseconds) {
      // Those that were under way together complain together; that counts once.
      if (pause) return
      allowed = Math.max(1, Math.floor(allowed / 2))
      successes = 0
      pause = sleep(milliseconds, undefined, { ref: true }).then(() => {
        pause = undefined
        letGo()
      })
    },

    succeeded() {
      if (allowed === most || ++successes < allowed) return
      successes = 0
      allowed++
      letGo()
    },

    get allowed() {
      return allowed
    },
  }
}
