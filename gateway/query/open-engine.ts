import { availableParallelism, totalmem } from 'node:os'
import { FilterRefused, type RecordStore } from '../store/record-store.ts'
import { compute, type Question } from './compute.ts'
import { type Crew, startCrew } from './crew.ts'
import type { Computed, Engine, QueryLimits } from './engine.ts'
import { inTime } from './in-time.ts'
import type { QueryTexts } from './query.ts'
import { type Filter, readFilter } from './read-filter.ts'
import { type Launch, prepareLaunch } from './sandbox/launch.ts'
import { loadCode, type SandboxCode } from './sandbox/load-code.ts'
import { filterFailure, readFailure } from './sandbox/read-failure.ts'
import { isOutOfMemory, SandboxFailed } from './sandbox/sandbox-failed.ts'
import { openStandby } from './standby.ts'

export type EngineOptions = {
  /** Sandbox processes of one query; one a core unless told. */
  processes?: number
  /**
   * MiB that processes which wait for the next query may fill with records, in all; 0: none wait. Unless told, a sixth
   * of the machine's memory.
   */
  standbyMemory?: number
  /** Milliseconds that they wait; a quarter of an hour unless told. */
  standbyTime?: number
}

/** What the engine needs of a store. */
export type RecordSource = Pick<RecordStore, 'pages' | 'version' | 'appliesFilters'>

/** `settled` tells whether processes wait for a query with the records read, once they are ready. */
export type StandbyEngine = Engine & { settled(): Promise<boolean> }

// Milliseconds that a server may go on beyond the time of a query, which is ended here before.
const serverGrace = 1000

/** Opens no process yet; the sandbox's own code is read at the first query. */
export function openEngine(store: RecordSource, options: EngineOptions = {}): StandbyEngine {
  const { processes = availableParallelism(), standbyTime = 900_000 } = options
  const { standbyMemory = Math.floor(totalmem() / 2 ** 20 / 6) } = options
  const closing = new AbortController()
  const code = loadOnce()
  let running = 0

  const start = async (limits: QueryLimits, signal: AbortSignal): Promise<Crew> => {
    const { launch, modules } = await code()
    signal.throwIfAborted()
    // Threads of V8 work beside the one that runs the query.
    const processorTime = 30 + (2 * limits.time) / 1000
    // Names come twice, and keys as they were emitted.
    const mostAnswer = 1e6 + 16 * limits.result
    return startCrew({ launch, modules, processes, memory: limits.memory, processorTime, mostAnswer, signal })
  }
  const standby = openStandby({ store, start, processes, budget: standbyMemory, patience: standbyTime })

  const runCold = async (question: Question, filter: Filter | undefined, signal: AbortSignal): Promise<Computed> => {
    await using crew = await start(question.limits, signal)
    return await compute(crew, question, store.pages({ filter, time: question.limits.time + serverGrace }))
  }
  /** Undefined where no crew waits, or one did that had less room than a query may have. */
  const runWarm = async (question: Question, signal: AbortSignal): Promise<Computed | undefined> => {
    await using crew = await standby.take(question.limits)
    if (!crew) return undefined
    crew.bindTo(signal)
    try {
      return await compute(crew, question)
    } catch (error) {
      // Held records make V8 put off collecting garbage, so that it may only seem to be too much.
      if (isOutOfMemory(error) && !signal.aborted) return undefined
      throw error
    }
  }
  const run = async (texts: QueryTexts, limits: QueryLimits, signal: AbortSignal): Promise<Computed> => {
    const filter = readFilter(texts.filter)
    const question: Question = { texts, limits }
    if (filter && !store.appliesFilters) {
      question.filter = { text: JSON.stringify(filter), library: (await code()).filterLibrary }
    }
    const isForServer = filter !== undefined && store.appliesFilters
    try {
      const answer = isForServer ? undefined : await runWarm(question, signal)
      return answer ?? (await runCold(question, filter, signal))
    } catch (error) {
      if (error instanceof FilterRefused) throw filterFailure()
      throw error instanceof SandboxFailed ? readFailure(error, question) : error
    }
  }
  return {
    async run(texts, limits, signal) {
      running += 1
      try {
        return await inTime(limits.time, AbortSignal.any([signal, closing.signal]), (stop) => run(texts, limits, stop))
      } finally {
        running -= 1
        if (running === 0 && !closing.signal.aborted) standby.prepare(limits)
      }
    },
    settled: standby.settled,
    async close() {
      closing.abort(new Error('the query engine was closed'))
      standby.drop()
    },
  }
}

type Code = SandboxCode & { launch: Launch }

function loadOnce(): () => Promise<Code> {
  let loading: Promise<Code> | undefined
  const load = async () => {
    const code = await loadCode()
    return { ...code, launch: await prepareLaunch(code.host) }
  }
  return () => {
    loading ??= load().catch((error: unknown) => {
      // The next query tries again.
      loading = undefined
      throw error
    })
    return loading
  }
}
