import type { Member, RowLevelLimits } from './policy.ts'
import { QueryFailed } from './query-failed.ts'

/** So many keys, or entries of a list, are nobody's rows, however few patients there are. */
const few = { keys: 100, entries: 20 }

type Limits = RowLevelLimits & { keyLength: number }

/**
 * Refuses what looks like data about single patients. It stops mistakes, and the plain ways of taking out more than was
 * agreed; who hides a record in sums is stopped only by the people who approve texts. Raises QueryFailed; its message
 * names the limit and sizes, never a key, a value, or how few patients there were.
 */
export function refuseRowLevelData(members: Member[], patients: number, limits: Limits): void {
  const mostKeys = Math.max(few.keys, Math.floor(patients * limits.keysPerPatient))
  if (members.length > mostKeys) {
    refuse(`it has ${members.length} keys`, 'keys-per-patient', mostKeys)
  }
  const longest = members.reduce((longest, { name }) => Math.max(longest, name.length), 0)
  if (longest > limits.keyLength) refuse(`one of its keys has ${longest} characters`, 'key-length', limits.keyLength)
  const mostEntries = Math.max(few.entries, Math.min(limits.listLength, Math.floor(patients / 2)))
  for (const { value } of members) {
    const entries = countEntries(value)
    if (entries > mostEntries) refuse(`one of its values has ${entries} entries`, 'list-length', mostEntries)
    refuseLongTexts(value, limits.textLength)
  }
}

/** Numbers, texts and the like in a list or object, however deep; what is empty counts, too, since it has a name. */
function countEntries(value: unknown): number {
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : []
  return parts.length === 0 ? 1 : parts.reduce((sum: number, part) => sum + countEntries(part), 0)
}

/** Names of members within are texts, too. */
function refuseLongTexts(value: unknown, most: number): void {
  if (typeof value === 'string' && value.length > most) {
    refuse(`one of its values holds a text of ${value.length} characters`, 'text-length', most)
  }
  if (typeof value !== 'object' || value === null) return
  const names = Array.isArray(value) ? [] : Object.keys(value)
  for (const part of [...names, ...Object.values(value)]) refuseLongTexts(part, most)
}

function refuse(what: string, limit: string, most: number): never {
  throw new QueryFailed(
    `the result looks like data about single patients: ${what}, and this endpoint's ${limit} allows ${most} here; emit fewer and coarser aggregates`,
  )
}
