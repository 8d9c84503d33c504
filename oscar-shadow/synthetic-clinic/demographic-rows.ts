import type { ClinicOptions } from './clinic-options.ts'
import { dateText, timeText } from './days.ts'
import { inSomeEncoding } from './dirt.ts'
import type { Family } from './family.ts'
import type { Life } from './life.ts'
import { between, chance, pick, pickWeighted, type Random } from './random.ts'
import type { Row } from './tables.ts'

const familyNames = [
  'Testpatient',
  'Invented',
  'Nobody',
  'Madeup',
  'Fictitious',
  "O'Placeholder",
  'Inventée',
  'Erfundén',
  'Imaginário',
  'Exemplaire-Inventé',
]
const girls = ['Ada', 'Zoë', 'Chloé', 'Testina', 'Eve', 'Noémie']
const boys = ['Dmitri', 'René', 'Testo', 'Émile', 'Bob', 'Blaise']
const streets = ['Invented Ave', 'Nowhere St', 'Rue Inventée', 'Sample & Sons Rd', 'Test <Back> Lane']
const cities = ['Inventville', 'Sampletown', 'Nowhere Bay', 'Québec-Inventé']

const statuses = [
  ['AC', 880],
  ['IN', 40],
  ['MO', 35],
  ['DE', 25],
  ['FI', 5],
  ['ac', 4],
  ['IC', 3],
  ['', 3],
  ['TRANSFERRED', 2],
  [null, 3],
] as const

export const demographicFamily: Family = {
  tables: ['demographic', 'demographic_merged'],
  rows(life, random, next, options) {
    if (life.orphan) return {}
    return { demographic: [demographic(life, random, options)], demographic_merged: merged(life, random, next) }
  },
}

function demographic(life: Life, random: Random, { until }: ClinicOptions): Row<'demographic'> {
  const status = pickWeighted(random, statuses)
  return {
    demographic_no: life.demographic_no,
    title: pick(random, ['MR', 'MS', 'DR', '', null]),
    last_name: inSomeEncoding(random, `${pick(random, familyNames)}-${life.demographic_no}`),
    first_name: inSomeEncoding(random, pick(random, life.sex === 'F' ? girls : boys)),
    ...whereabouts(random),
    ...birth(life, random),
    hin: healthNumber(life.demographic_no, random),
    hc_type: pickWeighted(random, [
      ['BC', 90],
      ['', 4],
      ['ON', 2],
      ['AB', 2],
      ['OT', 1],
      ['US-WA', 1],
    ]),
    ver: pick(random, ['', '', null]),
    roster_status: pick(random, ['RO', 'NR', 'TE', '', null]),
    patient_status: status,
    patient_status_date: status === 'AC' ? null : dateText(life.last),
    date_joined: chance(random, 0.05) ? null : dateText(life.since),
    end_date: status === 'DE' || status === 'MO' ? dateText(life.last) : null,
    chart_no: String(life.demographic_no),
    official_lang: pickWeighted(random, [
      ['English', 85],
      ['French', 8],
      ['', 5],
      [null, 2],
    ]),
    spoken_lang: pick(random, ['English', 'French', 'Mandarin', '', null]),
    provider_no: pickWeighted(random, [
      [life.provider, 94],
      ['', 3],
      [null, 2],
      ['7777', 1],
    ]),
    sex: pickWeighted(random, [
      [life.sex, 970],
      ['', 8],
      ['U', 8],
      ['T', 7],
      ['O', 7],
    ]),
    lastUpdateUser: life.provider,
    lastUpdateDate: pickWeighted(random, [
      [dateText(life.last), 94],
      ['0000-00-00', 3],
      [until, 2],
      [null, 1],
    ]),
  }
}

function whereabouts(random: Random) {
  return {
    address: chance(random, 0.04)
      ? null
      : `${between(random, 1, 999)} ${inSomeEncoding(random, pick(random, streets))}`,
    city: inSomeEncoding(random, pick(random, cities)).slice(0, 20),
    province: pickWeighted(random, [
      ['BC', 95],
      ['ON', 2],
      ['US-WA', 1],
      ['OT', 1],
      ['', 1],
    ]),
    // No postal code starts with Z.
    postal: `Z${between(random, 1, 10)}Z${pick(random, [' ', ''])}${between(random, 1, 10)}Z${between(random, 1, 10)}`,
    // 555-01xx is kept for invented people.
    phone: pickWeighted(random, [
      [`250-555-01${between(random, 10, 100)}`, 90],
      ['250-', 6],
      ['', 2],
      [null, 2],
    ]),
    phone2: pickWeighted(random, [
      [`(250) 555 01${between(random, 10, 100)} x12`, 30],
      ['', 50],
      [null, 20],
    ]),
    email: chance(random, 0.3) ? `nobody${between(random, 1, 9999)}@example.org` : pick(random, ['', null]),
  }
}

/** Years, months and days are strings of their own; not all of them padded, not all of them there. */
function birth({ born }: Life, random: Random) {
  const [year = '', month = '', day = ''] = dateText(born).split('-')
  const parts = (month_of_birth: string | null, date_of_birth: string | null, year_of_birth: string | null = year) => ({
    year_of_birth,
    month_of_birth,
    date_of_birth,
  })
  return pickWeighted(random, [
    [parts(month, day), 940],
    [parts(String(Number(month)), String(Number(day))), 30],
    [parts(month, '00'), 10],
    [parts('', ''), 8],
    [parts(null, null), 6],
    [parts(null, null, null), 6],
  ])
}

/** Looks like a BC health number, but its check digit is wrong. */
function healthNumber(patient: number, random: Random): string | null {
  const first = `9999${String(patient % 100_000).padStart(5, '0')}`
  const weights = [2, 4, 8, 5, 10, 9, 7, 3]
  const rest = weights.reduce((sum, weight, index) => sum + ((weight * Number(first[index + 1])) % 11), 0) % 11
  const number = `${first}${(11 - rest + 5) % 10}`
  const spaced = `${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`
  return pickWeighted(random, [
    [number, 92],
    [spaced, 3],
    ['', 3],
    [null, 2],
  ])
}

/** Charts that the clinic folded into another one; some merges were undone. */
function merged(
  { demographic_no, last, provider }: Life,
  random: Random,
  next: (table: 'demographic_merged') => number,
) {
  if (demographic_no % 90 !== 45) return []
  const row: Row<'demographic_merged'> = {
    id: next('demographic_merged'),
    demographic_no,
    merged_to: demographic_no - 1,
    deleted: chance(random, 0.25) ? 1 : 0,
    lastUpdateUser: provider,
    lastUpdateDate: timeText(last, 600),
  }
  return [row]
}
