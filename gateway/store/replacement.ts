type Dated = { effective_time: number | null }
type Identified = { hash_id?: string | null }

/** K20: whether a record is older than the stored one, so that it must not replace it. No time is before any time. */
export function isEarlier(record: Dated, stored: Dated): boolean {
  if (stored.effective_time === null) return false
  return record.effective_time === null || record.effective_time < stored.effective_time
}

/** Whether two records of one `_id` are about different people; an unknown `hash_id` is no evidence of that. */
export function isOtherPerson(stored: Identified, record: Identified): boolean {
  return Boolean(stored.hash_id && record.hash_id && stored.hash_id !== record.hash_id)
}
