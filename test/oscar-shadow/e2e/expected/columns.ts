import type { Clinic } from '../../../../oscar-shadow/chart.ts'
import { H, nobody, provider } from '../../../gateway/import/importing.ts'

/*
 * What the columns of a chart mean, worked out a second time and in another way than the writer does it, so that the two
 * can be compared. The specification's words are `e2e-export.md` and `oscar-schema.md`.
 */

type Column = string | null | undefined

/** A text as XML can carry it, one 16-bit unit after the other. */
export function clean(column: Column): string {
  let text = ''
  for (const character of (column ?? '').replace(/\r\n/g, '\n').replace(/\r/g, '\n')) {
    const point = character.codePointAt(0) ?? 0
    const isHalf = point >= 0xd800 && point <= 0xdfff
    const isForbidden = (point < 0x20 && !'\t\n'.includes(character)) || point === 0xfffe || point === 0xffff
    if (isHalf) text += '\ufffd'
    else if (!isForbidden) text += character
  }
  return text
}

export const trimmed = (column: Column) => clean(column).trim()

/** The whole text, or `''` if it is blank. */
export const whole = (column: Column) => (trimmed(column) === '' ? '' : clean(column))

/** A number or code; the word null is none. */
export const key = (column: Column) => (trimmed(column).toLowerCase() === 'null' ? '' : trimmed(column))

/** Whether a text is a number as the writer takes it, and which. */
export function number(column: Column): string | undefined {
  const parts = /^([+-]?)(\d*)(?:([.,])(\d*))?(e[+-]?\d{1,2})?$/i.exec(trimmed(column))
  if (!parts) return undefined
  const [, sign, whole = '', separator, fraction = '', exponent = ''] = parts
  if (whole === '' && fraction === '') return undefined
  if (separator === ',' && (fraction === '' || (fraction.length === 3 && Number(whole) !== 0))) return undefined
  return `${sign === '-' ? '-' : ''}${whole || '0'}${fraction && `.${fraction}`}${exponent}`
}

/** Unix seconds of a stored date; `undefined` for what is none. */
export function day(column: Column): number | undefined {
  const parts = partsOf(column)
  return parts && Date.UTC(parts.year, parts.month - 1, parts.day) / 1000
}

/** Unix seconds of a stored time, wall clock taken for UTC. */
export function moment(column: Column): number | undefined {
  const [start, parts] = [day(column), partsOf(column)]
  return start === undefined ? undefined : start + (parts?.seconds ?? 0)
}

/** How much is known of a date: nothing, its year, its month, the day, the time of day. */
export const precision = (column: Column) => partsOf(column)?.precision ?? 0

/** The last day that a stored date can mean, as yyyymmdd. */
export function lastDay(column: Column): number | undefined {
  const parts = partsOf(column)
  if (!parts) return undefined
  const { year, month, day: date, precision } = parts
  return year * 10_000 + (precision < 2 ? 12 : month) * 100 + (precision < 3 ? 31 : date)
}

function partsOf(column: Column) {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec((column ?? '').trim())
  const [year, month, date] = (match ?? []).slice(1, 4).map(Number)
  if (year === undefined || month === undefined || date === undefined || year < 2) return undefined
  if (month < 1 || month > 12) return { year, month: 1, day: 1, precision: 1 }
  const exists = date > 0 && new Date(Date.UTC(year, month - 1, date)).getUTCMonth() === month - 1
  if (!exists) return { year, month, day: 1, precision: 2 }
  const seconds = secondsOf(match?.[4])
  return { year, month, day: date, precision: seconds === undefined ? 3 : 4, seconds }
}

function secondsOf(clock: string | undefined): number | undefined {
  const [hour = 24, minute = 0, second = 0] = (clock ?? '24').split(':').map(Number)
  return hour > 23 || minute > 59 || second > 59 ? undefined : hour * 3600 + minute * 60 + second
}

export const start = (time: number | undefined) => (time === undefined ? {} : { start_time: time })

/** What the importer makes of a provider column. */
export function performer(providerNo: string | null, { providers }: Clinic, from: number | undefined, to = null) {
  return provider(hashOf(providerNo, providers), from ?? null, to)
}

export function providerNumber(providerNo: string | null, providers: Clinic['providers']): string {
  const number = key(providerNo)
  const row = providers.get(number)
  if (number === '' || (number === '0' && !row)) return ''
  return key(row?.practitionerNo) || key(row?.ohip_no) || number
}

function hashOf(providerNo: string | null, providers: Clinic['providers']): string {
  const row = providers.get(key(providerNo))
  const text = `${whole(row?.first_name)}${whole(row?.last_name)}${providerNumber(providerNo, providers)}`
  return text === '' ? nobody : H(text)
}
