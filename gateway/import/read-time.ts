import type { Dates, UnixSeconds } from '../record.ts'
import { type Element, first, firstAttribute } from './element.ts'

const digits = /^(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?/

/**
 * An HL7 time (`YYYY[MM[DD[hh[mm[ss]]]]]`, whatever follows is ignored) as Unix seconds; `null` without four leading
 * digits and for the year 0000. The wall-clock digits are read as UTC and odd parts leniently, as `e2e-import.md`
 * section 2 (K7) has it.
 */
export function readTime(value: string | undefined): UnixSeconds | null {
  const match = digits.exec(value ?? '')
  if (!match || match[1] === '0000') return null
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)))
  const date = new Date(0)
  // setUTCFullYear, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, within(month, 12) - 1, within(day, 31))
  if (isTimeOfDay(hour, minute, second)) date.setUTCHours(hour, minute, second)
  return date.getTime() / 1000
}

const within = (part: number, most: number) => (part >= 1 && part <= most ? part : 1)

function isTimeOfDay(hour: number, minute: number, second: number): boolean {
  if (hour === 24) return minute === 0 && second === 0
  return hour < 24 && minute < 60 && second <= 60
}

/** The `effectiveTime` of an entry as `time`, `start_time` and `end_time`; no key for a part that isn't there. */
export function readDates(entry: Element): Dates {
  const dates: Dates = {}
  const value = firstAttribute(entry, 'value', 'effectiveTime')
  const center = first(entry, 'effectiveTime', 'center')
  if (center) dates.time = timeOf(center)
  else if (value !== undefined) dates.time = readTime(value)
  return Object.assign(dates, readInterval(entry, 'effectiveTime'))
}

/** `low` and `high` of an interval as `start_time` and `end_time`; no key for a part that isn't there. */
export function readInterval(entry: Element, name: string): Dates {
  const interval: Dates = {}
  const low = first(entry, name, 'low')
  const high = first(entry, name, 'high')
  if (low) interval.start_time = timeOf(low)
  if (high) interval.end_time = timeOf(high)
  return interval
}

/** The time that an element gives in `@value`; `null` if it isn't there or can't be read. */
export function timeOf(element: Element | undefined): UnixSeconds | null {
  return readTime(element?.attributes.value)
}
