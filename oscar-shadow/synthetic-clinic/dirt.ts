import { chance, pick, type Random } from './random.ts'

/** Text as clinics have it that wrote UTF-8 through a latin1 connection for years: `é` becomes `Ã©`. */
export const doubleEncoded = (text: string): string => windows1252.decode(new TextEncoder().encode(text))
const windows1252 = new TextDecoder('windows-1252')

/** The same column holds true latin1, double encoding and windows-1252 next to each other. */
export const inSomeEncoding = (random: Random, text: string): string =>
  chance(random, 0.4) ? doubleEncoded(text) : text

export const zeroTime = '0000-00-00 00:00:00'
export const noDate = '0001-01-01'

/** Now and then one of the dates that are not dates. */
export const maybeNoDate = (random: Random, date: string, share = 0.03): string =>
  chance(random, share)
    ? pick(random, [noDate, '0000-00-00', `${date.slice(0, 5)}00-00`, `${date.slice(0, 8)}00`])
    : date

/** What an update that added the column left in older rows. */
export const maybeZeroTime = (random: Random, time: string, share = 0.08): string =>
  chance(random, share) ? zeroTime : time
