import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Claim, QueryStore } from '../store/query-store.ts'
import { StoreUnavailable } from '../store/record-store.ts'
import { holdLease, type Timing } from './hold-lease.ts'
import type { QueryId } from './query.ts'
import { RunStopped } from './run-claim.ts'

export type Runner = {
  /** Looks for work at once. */
  wake(): void
  /** Stops a query that runs here. */
  stop(id: QueryId): void
  /** Stops what runs, so that it runs again, and takes no more. */
  close(): Promise<void>
}

export type RunnerOptions = {
  store: QueryStore
  /** Runs one claimed query; its signal is aborted with RunStopped. */
  run(claim: Claim, signal: AbortSignal): Promise<void>
  parallel: number
  timing: Timing
  log: Logger
}

/** Takes queries out of the store, as many at a time as it may, and runs them; looks for more when woken and now and then. */
export function startRunner({ store, run, parallel, timing, log }: RunnerOptions): Runner {
  const running = new Map<QueryId, { controller: AbortController; ended: Promise<void> }>()
  let closed = false
  let filling: Promise<void> | undefined
  let again = false
  const tell = outageTeller(log)

  const fill = async () => {
    while (!closed && running.size < parallel) {
      // Each claim has a holder of its own, so that an earlier run of this very gateway can't finish a later one's.
      const until = Date.now() + timing.lease
      const claim = await store.claim({ holder: randomUUID(), until: new Date(until).toISOString() })
      if (!claim) return
      begin(claim, until)
    }
  }
  const begin = (claim: Claim, until: number) => {
    const { id } = claim.query
    const controller = new AbortController()
    const ended = runHeld({ ...claim, until }, controller).finally(() => {
      running.delete(id)
      wake()
    })
    running.set(id, { controller, ended })
    if (closed) controller.abort(new RunStopped('closing'))
  }
  const runHeld = async (claim: Claim & { until: number }, controller: AbortController) => {
    using _ = holdLease(store, claim, timing, () => controller.abort(new RunStopped('lost')))
    try {
      await run(claim, controller.signal)
    } catch (error) {
      // The store is away; whoever sees the lease run out takes the query up again.
      log.warn({ query: claim.query.id, error: error instanceof Error ? error.name : '' }, 'a query could not be ended')
    }
  }
  const wake = () => {
    if (filling) {
      again = true
      return
    }
    again = false
    filling = fill()
      // Where it is away, the next look tells whether it is back.
      .then(
        () => tell(true),
        (error: unknown) => tell(false, error),
      )
      .finally(() => {
        filling = undefined
        if (again) wake()
      })
  }
  const timer = setInterval(wake, timing.poll)
  wake()
  return {
    wake,
    stop: (id) => running.get(id)?.controller.abort(new RunStopped('lost')),
    async close() {
      closed = true
      clearInterval(timer)
      for (const { controller } of running.values()) controller.abort(new RunStopped('closing'))
      await filling
      await Promise.all([...running.values()].map(({ ended }) => ended))
    },
  }
}

/** Logs that the store went away, and that it is back, once each. */
function outageTeller(log: Logger): (answers: boolean, error?: unknown) => void {
  let before = true
  return (answers, error) => {
    if (answers === before) return
    before = answers
    if (answers) log.info('the store of queries answers again')
    else log.warn({ error: error instanceof StoreUnavailable ? error.message : '' }, 'queries wait for their store')
  }
}
