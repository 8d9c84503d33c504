const form = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[ T](\d\d?):(\d\d?)(?::(\d\d?)(?:\.\d*)?)?)?)?)?$/

/**
 * A stored date or time as an HL7 date, `yyyyMMdd`, or only as much of it as is known: `2013-02-00` is February 2013.
 * `undefined` for the dates that are none (year 0000 or 0001) and for what can't be read (`oscar-schema.md` section 1).
 */
export function hl7Date(stored: string | null | undefined): string | undefined {
  const match = form.exec(stored?.trim() ?? '')
  return match ? dateOf(match[1], match[2], match[3]) : undefined
}

/** A stored time as HL7 `yyyyMMddHHmmss`, wall-clock time of the clinic; a date stays a date. */
export function hl7Time(stored: string | null | undefined): string | undefined {
  const match = form.exec(stored?.trim() ?? '')
  const date = match ? dateOf(match[1], match[2], match[3]) : undefined
  return date?.length === 8 ? date + timeOf(match?.slice(4) ?? []) : date
}

/** A date from its parts, each of which may be missing, blank or out of range; then only the greater ones are told. */
export function dateOf(year: string | undefined, month?: string, day?: string): string | undefined {
  if (!year || !/^\d{4}$/.test(year) || Number(year) <= 1) return undefined
  const months = partOf(month, 12)
  if (months === undefined) return year
  const days = partOf(day, new Date(Date.UTC(2000 + (Number(year) % 400), Number(months), 0)).getUTCDate())
  return year + months + (days ?? '')
}

function partOf(text: string | undefined, most: number): string | undefined {
  if (!text || !/^\d\d?$/.test(text)) return undefined
  return Number(text) >= 1 && Number(text) <= most ? text.padStart(2, '0') : undefined
}

function timeOf([hour, minute, second]: (string | undefined)[]): string {
  if (hour === undefined || minute === undefined) return ''
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return ''
  return [hour, minute, second].map((part) => part?.padStart(2, '0') ?? '').join('')
}
