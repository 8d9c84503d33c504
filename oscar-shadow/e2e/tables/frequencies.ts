/** So many times per so long, or every so many hours. Units are UCUM's: the month is `mo`, for `m` is the metre. */
export type Frequency = Often | Interval
export type Often = { times: number; per: number; unit: 'h' | 'd' | 'wk' | 'mo' }
export type Interval = { low: number; high: number; unit: 'h' }

const daily = (times: number): Frequency => ({ times, per: 1, unit: 'd' })
const everyHours = (hours: number): Frequency => ({ times: 1, per: hours, unit: 'h' })
const between = (low: number, high: number): Frequency => ({ low, high, unit: 'h' })

/**
 * The words with which one frequency is written (`e2e-export.md` section 5.2), those of later OSCARs included. QM is left
 * out: it may be every month or every morning, and nothing tells which.
 */
const words: readonly [readonly string[], Frequency][] = [
  [['od', 'qd', 'daily', 'once daily', 'qam', 'qpm', 'qhs'], daily(1)],
  [['bid', 'twice daily'], daily(2)],
  [['tid', '3x day', '3x daily'], daily(3)],
  [['qid', '4x day', '4x daily'], daily(4)],
  [['qod'], { times: 1, per: 2, unit: 'd' }],
  ...[1, 2, 4, 6, 8, 12, 24].map((hours): [string[], Frequency] => [[`q${hours}h`], everyHours(hours)]),
  [['q1-2h'], between(1, 2)],
  [['q3-4h'], between(3, 4)],
  [['q4-6h'], between(4, 6)],
  [['weekly', 'q1week'], { times: 1, per: 1, unit: 'wk' }],
  [['q2week'], { times: 1, per: 2, unit: 'wk' }],
  [['monthly', 'q1month'], { times: 1, per: 1, unit: 'mo' }],
  [['q3month'], { times: 1, per: 3, unit: 'mo' }],
]

/** Characters that the column `freqcode` keeps. */
const columnWidth = 6

/** Each word in lower case, whole and as the column cuts it. */
const frequencies: ReadonlyMap<string, Frequency> = new Map(
  words.flatMap(([names, frequency]) =>
    names.flatMap((name): [string, Frequency][] => [
      [name, frequency],
      [name.slice(0, columnWidth).trim(), frequency],
    ]),
  ),
)

/** What a stored frequency code means; `undefined` for codes that the table lacks. */
export const frequencyOf = (code: string | undefined) => frequencies.get(code?.trim().toLowerCase() ?? '')
