import { timeFailure } from './sandbox/read-failure.ts'

/** Does the work until it is done, the signal is aborted, or its time in milliseconds is over. */
export async function inTime<Result>(
  time: number,
  signal: AbortSignal,
  work: (stop: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(timeFailure(time)), time)
  const stop = AbortSignal.any([signal, over.signal])
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => {}) // the race below may be over before
  const reject = () => stopped.reject(stop.reason)
  stop.addEventListener('abort', reject)
  try {
    stop.throwIfAborted()
    return await Promise.race([work(stop), stopped.promise])
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', reject)
  }
}
