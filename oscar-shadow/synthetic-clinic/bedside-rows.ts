import { diabetes } from './condition-list.ts'
import { type Day, timeText } from './days.ts'
import { maybeZeroTime } from './dirt.ts'
import type { NextKey } from './family.ts'
import { ageAt, type Life } from './life.ts'
import { between, chance, pick, type Random } from './random.ts'
import type { Row } from './tables.ts'

type Taken = { type: string; dataField: string; measuringInstruction: string }

/** What is measured in the practice itself, visit by visit. */
export function bedsideMeasurements(life: Life, random: Random, next: NextKey): Row<'measurements'>[] {
  const height = between(random, 150, 190)
  const weight = between(random, 52, 115)
  return life.visits.flatMap((day) => {
    const taken = ageAt(life, day) < 16 ? childAt(ageAt(life, day), random) : adultAt(height, weight, life, random)
    return taken.map((measured) => ({ id: next('measurements'), ...measured, ...circumstances(life, day, random) }))
  })
}

function childAt(age: number, random: Random): Taken[] {
  const taken = [
    { type: 'WT', dataField: (3.4 + age * 2.9 + random()).toFixed(1), measuringInstruction: 'in kg' },
    { type: 'HT', dataField: (50 + age * 8 + random() * 4).toFixed(1), measuringInstruction: 'in cm' },
  ]
  if (age < 2) taken.push({ type: 'HEAD', dataField: (34 + age * 6).toFixed(1), measuringInstruction: 'in cm' })
  if (chance(random, 0.1)) taken.push({ type: 'TEMP', dataField: '37,9', measuringInstruction: 'degrees celcius' })
  return taken.filter(() => chance(random, 0.5))
}

function adultAt(height: number, weight: number, life: Life, random: Random): Taken[] {
  const now = weight + between(random, -3, 4)
  const usual: [share: number, Taken][] = [
    [0.5, { type: 'BP', dataField: bloodPressure(random), measuringInstruction: 'sitting position' }],
    [0.25, { type: 'WT', dataField: pick(random, [`${now}`, `${now},5`, `${now}.4`]), measuringInstruction: 'in kg' }],
    [0.12, { type: 'HT', dataField: `${height}`, measuringInstruction: 'in cm' }],
    [0.08, { type: 'BMI', dataField: (now / (height / 100) ** 2).toFixed(1), measuringInstruction: 'in kg/m2' }],
    [0.08, { type: 'PULS', dataField: `${between(random, 55, 100)}`, measuringInstruction: 'beats/min' }],
    [0.05, { type: 'WAIS', dataField: `${between(random, 70, 130)}`, measuringInstruction: 'in cm' }],
    [0.05, { type: 'SmkP', dataField: `${between(random, 0, 25)}`, measuringInstruction: 'packs per day' }],
    [0.04, { type: 'SKST', dataField: pick(random, ['Yes', 'No', 'X']), measuringInstruction: 'Yes/No/X' }],
    [0.02, { type: 'XYZ', dataField: 'invented type & <value>', measuringInstruction: '' }],
  ]
  if (life.conditions.includes(diabetes)) {
    usual.push([0.4, { type: 'A1C', dataField: a1c(random), measuringInstruction: 'Range:0.040-0.200' }])
    usual.push([
      0.2,
      { type: 'FTE', dataField: pick(random, ['Normal', 'Yes']), measuringInstruction: 'Normal/Abnormal' },
    ])
  }
  return usual.filter(([share]) => chance(random, share)).map(([, taken]) => taken)
}

function bloodPressure(random: Random): string {
  const [systolic, diastolic] = [between(random, 98, 176), between(random, 56, 102)]
  if (chance(random, 0.95)) return `${systolic}/${diastolic}`
  return pick(random, [
    `${systolic} / ${diastolic}`,
    `${systolic}.5/${diastolic}`,
    `${systolic}/${diastolic}/70`,
    'refused',
  ])
}

const a1c = (random: Random) => pick(random, [(6 + random() * 4).toFixed(1), `0.0${between(random, 58, 99)}`])

function circumstances(life: Life, day: Day, random: Random): Row<'measurements'> {
  const time = timeText(day, between(random, 540, 1020))
  return {
    demographicNo: life.demographic_no,
    providerNo: chance(random, 0.98) ? life.provider : '',
    comments: chance(random, 0.05) ? 'left arm, <repeat> & compare' : '',
    dateObserved: maybeZeroTime(random, time, 0.01),
    dateEntered: time,
  }
}
