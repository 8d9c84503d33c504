import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { RecordStore } from '../store/record-store.ts'
import { type Crew, deal } from './crew.ts'
import type { QueryLimits } from './engine.ts'
import { frame } from './sandbox/frames.ts'

/** A crew that holds all records of one version and waits for one query. */
type Ready = { crew: Crew; version: string; limits: QueryLimits }

export type StandbyOptions = {
  store: Pick<RecordStore, 'pages' | 'version'>
  /** Starts a crew for a query with these limits; the signal ends it. */
  start(limits: QueryLimits, signal: AbortSignal): Promise<Crew>
  processes: number
  /** MiB that held records may take in all processes together; 0: none are held. */
  budget: number
  /** Milliseconds without a query after which a crew that waits is let go. */
  patience: number
}

/**
 * Keeps one crew in waiting, made ready while no query runs: most of a query's time goes into reading records, and this one
 * has done so. It serves one query and ends with it like any other.
 */
export type Standby = ReturnType<typeof openStandby>

// The hub often sends the next query at once; making ready would only slow that one down.
const pause = 300
// Before records that did not fit are tried again.
const retryTooLarge = 3_600_000

export function openStandby({ store, start, processes, budget, patience }: StandbyOptions) {
  let ready: Ready | undefined
  let making: { stop: AbortController; done: Promise<void> } | undefined
  let expiry: NodeJS.Timeout | undefined
  let notBefore = 0

  const drop = () => {
    clearTimeout(expiry)
    making?.stop.abort()
    making = undefined
    ready?.crew.kill()
    ready = undefined
  }
  const make = async (limits: QueryLimits, signal: AbortSignal) => {
    const version = await store.version()
    await sleep(pause, undefined, { signal })
    // While records come in, all that was read would be old at once.
    if ((await store.version()) !== version) return
    const held = Math.ceil(budget / processes)
    const crew = await start({ ...limits, memory: limits.memory + held }, signal)
    try {
      for (const sandbox of crew.sandboxes) sandbox.allowMemory(held)
      await deal(store.pages(), crew)
      await Promise.all(crew.sandboxes.map((sandbox) => sandbox.ask(frame('held'))))
      if (signal.aborted || (await store.version()) !== version) return crew.kill()
    } catch (error) {
      crew.kill()
      throw error
    }
    ready = { crew, version, limits }
    crew.failed.catch(() => {
      if (ready?.crew === crew) ready = undefined
    })
    expiry = setTimeout(drop, patience).unref()
  }
  return {
    /** The waiting crew, for the caller to end; undefined if there is none that has read the records as they are now. */
    async take(limits: QueryLimits): Promise<Crew | undefined> {
      const version = ready ? await store.version() : undefined
      const taken = ready
      ready = undefined
      drop()
      if (!taken) return undefined
      if (taken.version === version && isDeepStrictEqual(taken.limits, limits)) {
        for (const sandbox of taken.crew.sandboxes) sandbox.allowMemory(limits.memory)
        return taken.crew
      }
      taken.crew.kill()
      return undefined
    },
    /** Makes a crew ready in the background, if that seems worth while. */
    prepare(limits: QueryLimits) {
      if (budget === 0 || ready || making || Date.now() < notBefore) return
      const stop = new AbortController()
      const done = make(limits, stop.signal).catch(() => {
        if (!stop.signal.aborted) notBefore = Date.now() + retryTooLarge
      })
      making = { stop, done }
      void done.finally(() => {
        if (making?.stop === stop) making = undefined
      })
    },
    /** Whether one waits, once what is being made ready is. */
    async settled(): Promise<boolean> {
      await making?.done
      return ready !== undefined
    },
    drop,
  }
}
