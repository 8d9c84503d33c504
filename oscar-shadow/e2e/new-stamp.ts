import { randomUUID } from 'node:crypto'
import type { Stamp } from './header.ts'

/** The stamp of a document that is written now: a new id, and the time by this machine's clock and zone, to the second. */
export function newStamp(now: Date = new Date()): Stamp {
  const parts = [now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()]
  const time = parts.map((part) => String(part).padStart(2, '0')).join('')
  return {
    effectiveTime: `${String(now.getFullYear()).padStart(4, '0')}${time}`,
    documentId: randomUUID().toUpperCase(),
  }
}
