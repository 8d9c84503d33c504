/** Seconds since 1970 as a Date: null is the epoch, undefined an invalid date (`patient-api.md` section 2). */
export function dateFromUtcSeconds(seconds: unknown): Date {
  return new Date(Number(seconds) * 1000)
}

/** Undefined for an absent time, which 0 counts as. */
export function presentDate(seconds: unknown): Date | undefined {
  return seconds ? dateFromUtcSeconds(seconds) : undefined
}
