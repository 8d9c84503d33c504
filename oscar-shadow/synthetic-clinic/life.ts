import type { ClinicOptions } from './clinic-options.ts'
import { type Condition, conditions, shareAt } from './condition-list.ts'
import { type Day, dayOf, daysOfYear } from './days.ts'
import { between, chance, pick, type Random, randomFor } from './random.ts'

/** What all rows about one patient agree on. */
export type Life = {
  demographic_no: number
  /** Its rows are left over from a patient who is no longer in the database. */
  orphan: boolean
  sex: 'M' | 'F'
  born: Day
  /** When the practice first and last saw them. */
  since: Day
  last: Day
  provider: string
  conditions: readonly Condition[]
  /** In order of time. */
  visits: readonly Day[]
}

/** Longest stretch that the records go back. */
const years = 8

export function lifeOf(patient: number, options: ClinicOptions): Life {
  const random = randomFor(options.seed, patient, 'life')
  const until = dayOf(options.until)
  const age = chance(random, 0.08) ? random() * 2 : Math.min(2 + random() ** 0.9 * 92, 99)
  const born = until - Math.floor(age * daysOfYear)
  const since = Math.max(born, until - Math.floor(random() * years * daysOfYear) - 30)
  const last = until - (chance(random, 0.85) ? between(random, 0, 60) : between(random, 60, 900))
  const suffered = conditions.filter((condition) => age > 14 && chance(random, shareAt(condition, age)))
  return {
    demographic_no: patient,
    orphan: patient > options.patients,
    sex: chance(random, 0.53) ? 'F' : 'M',
    born,
    since,
    last: Math.max(since, last),
    provider: pick(random, doctorNumbers(options)),
    conditions: suffered,
    visits: visitsBetween(since, Math.max(since, last), suffered.length, random),
  }
}

function visitsBetween(since: Day, last: Day, burden: number, random: Random): Day[] {
  const count = 1 + Math.floor(random() * (1.6 + burden * 0.9))
  return Array.from({ length: count }, () => between(random, since, last + 1)).sort((a, b) => a - b)
}

/** One doctor for each 800 patients, three at least. */
export function doctorNumbers({ patients }: ClinicOptions): string[] {
  return Array.from({ length: 3 + Math.floor(patients / 800) }, (_, index) => String(101 + index))
}

export const ageAt = ({ born }: Life, day: Day): number => (day - born) / daysOfYear

/** How many patients have left rows behind: one in 200, one at least. */
export const orphanCount = ({ patients }: ClinicOptions): number => Math.ceil(patients / 200)

/** Everybody who has rows, in an order that is not that of their numbers: so rows lie in a real database. */
export function* livesInNoOrder(options: ClinicOptions): Generator<Life> {
  const count = options.patients + orphanCount(options)
  const stride = strideThrough(count)
  for (let turn = 0, patient = options.seed % count; turn < count; turn++) {
    patient = (patient + stride) % count
    yield lifeOf(patient + 1, options)
  }
}

/** A step that visits each of `count` places once. */
function strideThrough(count: number): number {
  const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))
  let stride = Math.max(1, Math.floor(count * 0.618))
  while (commonDivisor(stride, count) > 1) stride++
  return stride
}
