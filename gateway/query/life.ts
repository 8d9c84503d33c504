import type { Change, NewResult } from '../store/query-store.ts'
import { fromNow } from './ids.ts'

/** The steps of a query's life, with the log messages of `gateway-api.md` section 5.1. A hub never sees any other status. */
export const enqueued = 'Job enqueued'

export const completed = (result: NewResult): Change => ({ status: 'complete', messages: ['Job successful'], result })

export const failed = (reason: string): Change => ({
  status: 'failed',
  held: false,
  messages: [`Job error - Error: ${reason}`, 'Job failed'],
  errorMessage: reason,
})

export const cancelled = (reason: string): Change => ({
  status: 'failed',
  held: false,
  messages: ['Job canceled', 'Job failed'],
  errorMessage: reason,
})

/** To be run again, not before so many milliseconds are over. */
export const putBack = (milliseconds: number): Change => ({
  status: 'queued',
  messages: ['Job rescheduled'],
  ...(milliseconds > 0 && { notBefore: fromNow(milliseconds) }),
})

export const putOnHold: Change = { status: 'queued', held: true, messages: ['Job waits for approval'] }

export const approved: Change = { status: 'queued', held: false, messages: ['Job approved'] }

export const declined = (why = 'no reason was given'): Change =>
  failed(`the clinic declined this query: ${why.replace(/[.\s]+$/, '')}`)
