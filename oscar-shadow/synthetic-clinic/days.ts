/** Days since 1970-01-01; the clinic's calendar has no time zone. */
export type Day = number

const millisecondsOfDay = 86_400_000

export const dayOf = (date: string): Day => Math.floor(Date.parse(`${date}T00:00:00Z`) / millisecondsOfDay)

/** `yyyy-MM-dd`, as a date column holds it. */
export const dateText = (day: Day): string => new Date(day * millisecondsOfDay).toISOString().slice(0, 10)

/** `yyyy-MM-dd HH:mm:ss`, as a datetime column holds it. */
export const timeText = (day: Day, minutes: number, seconds = 0): string =>
  `${dateText(day)} ${[Math.floor(minutes / 60), minutes % 60, seconds].map(twoDigits).join(':')}`

export const twoDigits = (value: number): string => String(value).padStart(2, '0')

export const daysOfYear = 365.25
