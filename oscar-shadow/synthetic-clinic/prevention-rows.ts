import { type Day, dateText, daysOfYear, timeText } from './days.ts'
import { doubleEncoded, maybeZeroTime } from './dirt.ts'
import type { Family } from './family.ts'
import type { Life } from './life.ts'
import { chance, pick, pickWeighted, type Random } from './random.ts'
import type { Row } from './tables.ts'
import { type Prevention, preventionPlan } from './vaccine-list.ts'

/** Immunizations and screenings. */
export const preventionFamily: Family = {
  tables: ['preventions', 'preventionsExt'],
  rows(life, random, next) {
    const preventions: Row<'preventions'>[] = []
    const preventionsExt: Row<'preventionsExt'>[] = []
    const add = (plan: Prevention, day: Day, deleted: '0' | '1') => {
      const row = { id: next('preventions'), ...prevention(plan, day, life, random), deleted }
      preventions.push(row)
      for (const [keyval, val] of details(plan, row.refused !== '0', random)) {
        preventionsExt.push({ id: next('preventionsExt'), prevention_id: row.id, keyval, val })
      }
    }
    for (const { plan, day } of due(life, random)) {
      // An edit flags the old row deleted and inserts a new one.
      if (chance(random, 0.05)) add(plan, day, '1')
      add(plan, day, '0')
    }
    return { preventions, preventionsExt }
  },
}

/** What fell into the years that the practice knows, and wasn't missed. */
function due(life: Life, random: Random): { plan: Prevention; day: Day }[] {
  return preventionPlan
    .filter(({ sex }) => sex === undefined || sex === life.sex)
    .flatMap((plan) => plan.ages.map((age) => ({ plan, day: life.born + Math.round(age * daysOfYear) })))
    .filter(({ day }) => day >= life.since && day <= life.last && chance(random, 0.7))
}

function prevention({ type }: Prevention, day: Day, life: Life, random: Random): Row<'preventions'> {
  const elsewhere = chance(random, 0.1)
  const time = timeText(day, 630)
  return {
    demographic_no: life.demographic_no,
    creation_date: time,
    prevention_date: dateText(day),
    provider_no: elsewhere ? '-1' : life.provider,
    provider_name: elsewhere ? 'Invented Public Health' : null,
    prevention_type: type,
    refused: pickWeighted(random, [
      ['0', 92],
      ['1', 6],
      ['2', 2],
    ]),
    next_date: chance(random, 0.2) ? dateText(day + 730) : null,
    never: chance(random, 0.02) ? '1' : '0',
    creator: Number(life.provider),
    lastUpdateDate: maybeZeroTime(random, time, 0.2),
  }
}

/** All keys of the form are stored, also the empty ones. */
function details({ screening }: Prevention, refused: boolean, random: Random): [keyval: string, val: string][] {
  const comments = pickWeighted(random, [
    ['', 80],
    ['given & observed', 15],
    [doubleEncoded('très bien toléré'), 5],
  ])
  if (screening)
    return [
      ['result', refused ? '' : pick(random, ['normal', 'abnormal', 'pending', ''])],
      ['reason', ''],
      ['comments', comments],
    ]
  return [
    ['location', pick(random, ['left deltoid', 'right deltoid', 'LA', ''])],
    ['lot', refused ? '' : `TEST${Math.floor(random() * 9000) + 1000}`],
    ['route', pick(random, ['IM', 'SC', ''])],
    ['dose', pick(random, ['0.5 mL', '0,5ml', '1', ''])],
    ['manufacture', pick(random, ['Invented Biologics', ''])],
    ['name', ''],
    ['comments', comments],
    ['neverReason', refused ? pick(random, ['declined', '']) : ''],
  ]
}
