import { setTimeout as sleep } from 'node:timers/promises'
import type { QueryTexts } from '../query/query.ts'
import { type Credentials, connectionTo } from './connection.ts'
import { explainFailure } from './explain-failure.ts'
import { GatewayFailed } from './gateway-failed.ts'
import { type RemoteQuery, submitQuery, type Values } from './remote-query.ts'

/** What came of a query at one gateway. */
export type Answer = { gateway: string; milliseconds: number } & (
  | { status: 'complete'; values: Values }
  | { status: 'failed'; reason: string; advice: string }
)

export type Asking = {
  texts: QueryTexts
  credentials: Credentials
  /** Ends the waiting, and with it the query; its reason is a GatewayFailed. */
  signal: AbortSignal
  /** Told each state that a gateway reports. */
  onState(gateway: string, state: string): void
}

/** Milliseconds between two looks at a query: soon for a quick one, seldom for a long one. */
const pace = { first: 150, factor: 1.5, longest: 5000 }

/** Looks that may fail in a row: a gateway may be restarted meanwhile. */
const mostFailures = 5

/** How long a gateway that is told to cancel may take to say that it heard, in milliseconds. */
const farewell = 2000

/** Has the gateway at an origin such as `https://127.0.0.1:3222` answer a query. Whatever fails is part of the answer. */
export async function askGateway(gateway: string, asking: Asking): Promise<Answer> {
  const start = performance.now()
  const took = () => Math.round(performance.now() - start)
  using connection = connectionTo(gateway, asking.credentials)
  try {
    const query = await submitQuery(connection, asking.texts, asking.signal)
    const values = await outcome(query, asking, gateway)
    return { gateway, milliseconds: took(), status: 'complete', values }
  } catch (error) {
    const { message, advice } = explainFailure(asking.signal.aborted ? asking.signal.reason : error)
    return { gateway, milliseconds: took(), status: 'failed', reason: message, advice }
  }
}

async function outcome(query: RemoteQuery, { signal, onState }: Asking, gateway: string): Promise<Values> {
  try {
    const resultPath = await waitFor(query, signal, (state) => onState(gateway, state))
    return await persistently(() => query.fetchResult(resultPath, signal), signal)
  } catch (error) {
    // A gateway that can't be told any more finishes the query for nobody.
    if (signal.aborted) await query.cancel(AbortSignal.timeout(farewell)).catch(() => {})
    throw error
  }
}

/** The path of the result, once it is there. Raises GatewayFailed for a query that failed. */
async function waitFor(query: RemoteQuery, signal: AbortSignal, onState: (state: string) => void): Promise<string> {
  for (let wait = pace.first; ; wait = Math.min(wait * pace.factor, pace.longest)) {
    const state = await persistently(() => query.look(signal), signal)
    if (state) onState(state.status)
    if (state?.status === 'complete' && state.resultPath !== undefined) return state.resultPath
    if (state && state.status !== 'queued' && state.status !== 'running') {
      throw new GatewayFailed(`could not run the query: ${state.error ?? state.status}`, 'correct the query')
    }
    await sleep(wait, undefined, { signal })
  }
}

/** Tries again what may be over at the next try. Only for questions that change nothing. */
async function persistently<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  for (let failures = 1; ; failures++) {
    try {
      return await work()
    } catch (error) {
      if (signal.aborted || failures >= mostFailures || !explainFailure(error).passing) throw error
      await sleep(pace.first * 2 ** failures, undefined, { signal })
    }
  }
}
