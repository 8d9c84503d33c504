import type { ClinicOptions } from './clinic-options.ts'
import { type Day, dateText, dayOf, timeText } from './days.ts'
import { maybeNoDate, maybeZeroTime } from './dirt.ts'
import { type Medicine, medicines } from './drug-list.ts'
import type { Family } from './family.ts'
import type { Life } from './life.ts'
import { between, chance, pick, pickWeighted, type Random } from './random.ts'
import type { Row } from './tables.ts'

export const drugFamily: Family = {
  tables: ['drugs'],
  rows(life, random, next, options) {
    const rows = life.conditions.flatMap((condition) =>
      condition.medicines
        .filter((_, index) => chance(random, index === 0 ? 0.7 : 0.25))
        .flatMap((key) => prescriptions(medicineOf(key), life, random, options)),
    )
    if (chance(random, 0.04)) rows.push(handTyped(life, random))
    return { drugs: rows.map((row) => ({ drugid: next('drugs'), ...row })) }
  },
}

function medicineOf(key: string): Medicine {
  const medicine = medicines.get(key)
  if (!medicine) throw new RangeError(`no medicine ${key} in the drug list`)
  return medicine
}

/** The first prescription and its renewals, each a row of its own; most of the older ones are archived. */
function prescriptions(medicine: Medicine, life: Life, random: Random, options: ClinicOptions): Row<'drugs'>[] {
  const count = pickWeighted(random, [
    [1, 55],
    [2, 30],
    [3, 15],
  ])
  const latest = chance(random, 0.7) ? Math.max(life.since, life.last - between(random, 0, 80)) : life.last - 200
  return Array.from({ length: count }, (_, index) => {
    const start = latest - (count - 1 - index) * 90
    const superseded = index < count - 1
    return { ...prescription(medicine, start, life, random, options), ...fate(superseded, start, random) }
  })
}

function prescription(
  { din, generic, brand, dosage, atc, ...medicine }: Medicine,
  start: Day,
  life: Life,
  random: Random,
  { until }: ClinicOptions,
): Row<'drugs'> {
  const longTerm = chance(random, 0.6)
  const written = timeText(start, between(random, 540, 1000))
  return {
    demographic_no: life.demographic_no,
    provider_no: chance(random, 0.97) ? life.provider : '0',
    rx_date: maybeNoDate(random, dateText(start)),
    end_date: maybeNoDate(random, dateText(start + 90)),
    written_date: chance(random, 0.1) ? '0001-01-01' : dateText(start),
    BN: brand,
    GN: chance(random, 0.03) ? null : generic,
    ATC: chance(random, 0.03) ? pick(random, ['', null]) : atc,
    regional_identifier: chance(random, 0.05) ? pick(random, ['', null, 'null']) : din,
    takemin: medicine.takemin,
    takemax: medicine.takemax,
    freqcode: chance(random, 0.04) ? pick(random, ['', null]) : medicine.frequency.slice(0, 6),
    duration: chance(random, 0.04) ? pick(random, ['', '0', null]) : '90',
    durunit: 'D',
    quantity: String(Math.ceil(medicine.takemax * 90)),
    repeat: between(random, 0, 4),
    prn: medicine.prn ? 1 : 0,
    special: `${brand}\nTake ${medicine.takemin}-${medicine.takemax} ${medicine.frequency} for 90 days`,
    special_instruction: chance(random, 0.2)
      ? pick(random, ['Take with food', 'Avoid <grapefruit> & alcohol', ''])
      : null,
    unit: (dosage.split(' ')[1] ?? '').slice(0, 5),
    dosage,
    unitName: medicine.unitName,
    method: 'Take',
    route: medicine.route,
    drug_form: medicine.form,
    long_term: longTerm ? 1 : pick(random, [0, null]),
    past_med: 0,
    create_date: written,
    lastUpdateDate: maybeZeroTime(random, start > dayOf(until) ? `${until} 12:00:00` : written),
    ...(chance(random, 0.03) && { outside_provider_name: 'Dr. Elsewhere Invented', outside_provider_ohip: '99998' }),
  }
}

function fate(superseded: boolean, start: Day, random: Random): Row<'drugs'> {
  if (!(superseded ? chance(random, 0.7) : chance(random, 0.06))) return { archived: 0 }
  const reasons = [
    ['doseChange', 30],
    ['noLongerNecessary', 25],
    ['deleted', 15],
    ['adverseReaction', 10],
    ['ineffectiveTreatment', 10],
    ['', 10],
  ] as const
  return { archived: 1, archived_reason: pickWeighted(random, reasons), archived_date: timeText(start + 30, 700) }
}

/** A drug that isn't in the drug reference. */
function handTyped(life: Life, random: Random): Row<'drugs'> {
  const start = pick(random, life.visits)
  return {
    demographic_no: life.demographic_no,
    provider_no: life.provider,
    rx_date: dateText(start),
    end_date: dateText(start + 30),
    written_date: dateText(start),
    customName: pick(random, ['Invented compound cream 2% & zinc', "Dr. Nobody's tonic", 'Crème inventée']),
    freqcode: 'BID',
    duration: '30',
    durunit: 'D',
    lastUpdateDate: timeText(start, 660),
  }
}
