import { randomBytes } from 'node:crypto'
import type { QueryId, QueryLogEntry, Timestamp } from './query.ts'

/** Nobody can guess it; of the form that the original's ids had. */
export const newId = (): QueryId => randomBytes(12).toString('hex')

export const isId = (text: string) => /^[0-9a-f]{24}$/.test(text)

export const now = (): Timestamp => new Date().toISOString()

/** The time in so many milliseconds. */
export const fromNow = (milliseconds: number): Timestamp => new Date(Date.now() + milliseconds).toISOString()

export const logEntry = (message: string): QueryLogEntry => ({ id: newId(), message, at: now() })
