import { bedsideMeasurements } from './bedside-rows.ts'
import { type Day, timeText, twoDigits } from './days.ts'
import type { Family, NextKey } from './family.ts'
import { type Battery, type BatteryName, batteries, type LabTest } from './lab-list.ts'
import type { Life } from './life.ts'
import { between, chance, pick, pickWeighted, type Random } from './random.ts'
import type { Row } from './tables.ts'

type LabRows = {
  measurements: Row<'measurements'>[]
  measurementsExt: Row<'measurementsExt'>[]
  hl7TextInfo: Row<'hl7TextInfo'>[]
  hl7TextMessage: Row<'hl7TextMessage'>[]
  patientLabRouting: Row<'patientLabRouting'>[]
}

/** Measurements: bedside values, and each result of a lab report with its ext rows. */
export const measurementFamily: Family = {
  tables: ['measurements', 'measurementsExt', 'hl7TextInfo', 'hl7TextMessage', 'patientLabRouting'],
  rows(life, random, next) {
    const rows: LabRows = {
      measurements: bedsideMeasurements(life, random, next),
      measurementsExt: [],
      hl7TextInfo: [],
      hl7TextMessage: [],
      patientLabRouting: [],
    }
    for (const { day, names } of reportsOf(life, random)) addReport(rows, day, names, life, random, next)
    return rows
  },
}

/** Somebody with a condition that is followed by tests has them at some of the visits; a few others, too. */
function reportsOf({ conditions, visits }: Life, random: Random): { day: Day; names: BatteryName[] }[] {
  const followed = [...new Set(conditions.flatMap((condition) => condition.batteries))]
  return visits.flatMap((day) => {
    const names = followed.filter(() => chance(random, 0.3))
    if (names.length === 0 && chance(random, 0.05)) names.push('blood')
    return names.length > 0 ? [{ day, names }] : []
  })
}

function addReport(rows: LabRows, day: Day, names: BatteryName[], life: Life, random: Random, next: NextKey): void {
  const lab_no = next('hl7TextMessage')
  const reported = timeText(day + 1, between(random, 480, 1200), between(random, 0, 60))
  const report = { lab_no, day, reported, accession: `INV-${lab_no}`, corrected: chance(random, 0.04) }
  rows.hl7TextMessage.push(message(report, random))
  rows.hl7TextInfo.push({ id: next('hl7TextInfo'), ...textInfo(report, names, random) })
  for (const demographic_no of routedTo(life, random)) {
    const lab_type = pickWeighted(random, [
      ['HL7', 97],
      ['MDS', 1],
      ['DOC', 1],
      ['BCP', 1],
    ])
    rows.patientLabRouting.push({ id: next('patientLabRouting'), demographic_no, lab_no, lab_type })
  }
  for (const [battery, name] of names.entries()) {
    const { tests }: Battery = batteries[name]
    for (const [index, test] of tests.entries()) {
      addResult(rows, test, `${battery}-${index}`, report, life, random, next)
    }
  }
}

type Report = { lab_no: number; day: Day; reported: string; accession: string; corrected: boolean }

function message({ lab_no, reported }: Report, random: Random): Row<'hl7TextMessage'> {
  const text = `MSH|^~\\&|INVENTED LAB|${lab_no}|\rOBX|1|NM|${between(random, 1000, 9999)}|`.repeat(6)
  return {
    lab_id: lab_no,
    message: Buffer.from(text).toString('base64'),
    type: 'PATHL7',
    serviceName: 'invented',
    created: reported,
  }
}

function textInfo({ lab_no, reported, accession }: Report, names: BatteryName[], random: Random): Row<'hl7TextInfo'> {
  return {
    lab_no,
    // Identifies somebody, so that it shows if anybody reads it.
    sex: 'U',
    health_no: '9999999999',
    last_name: 'DO-NOT-READ',
    first_name: 'DO-NOT-READ',
    result_status: pick(random, ['A', '']),
    final_result_count: names.length,
    obr_date: pickWeighted(random, [
      [reported, 90],
      [reported.slice(0, 10), 4],
      [reported.slice(0, 16), 4],
      ['', 2],
    ]),
    priority: 'R',
    requesting_client: pick(random, ['Dr. Invented Requester', 'TESTDOC, R & CO', '']),
    discipline: [...new Set(names.map((name) => batteries[name].discipline))].join('/'),
    report_status: pickWeighted(random, [
      ['F', 90],
      ['P', 6],
      ['C', 4],
    ]),
    accessionNum: accession,
    filler_order_num: null,
    sending_facility: 'INVENTED LAB',
    label: null,
  }
}

/** Usually the patient; some reports match nobody, some are routed twice. */
function routedTo({ demographic_no }: Life, random: Random): number[] {
  return pickWeighted(random, [
    [[demographic_no], 93],
    [[demographic_no, demographic_no], 4],
    [[0], 3],
  ])
}

function addResult(
  { measurements, measurementsExt }: LabRows,
  test: LabTest,
  otherId: string,
  report: Report,
  life: Life,
  random: Random,
  next: NextKey,
): void {
  const id = next('measurements')
  const value = resultOf(test, random)
  // A corrected report takes its results away and leaves their ext rows behind.
  if (!report.corrected) measurements.push({ id, ...resultRow(test, value, report, life) })
  for (const [keyval, val] of extOf(test, value, otherId, report, random)) {
    measurementsExt.push({ id: next('measurementsExt'), measurement_id: id, keyval, val })
  }
}

function resultOf({ low, high, decimals }: LabTest, random: Random): string {
  const number = (low + (high - low) * random() ** 1.5).toFixed(decimals)
  const odd = pick(random, ['<0.05', 'Negative', '>250', number.replace('.', ','), 'see <comment>', ''])
  return chance(random, 0.04) ? odd : number
}

function resultRow({ type }: LabTest, value: string, { day, reported }: Report, life: Life): Row<'measurements'> {
  return {
    type,
    demographicNo: life.demographic_no,
    providerNo: '0',
    dataField: value,
    dateObserved: timeText(day, 495),
    dateEntered: onTwelveHourClock(reported),
  }
}

/** 12.1 enters lab results with a clock of twelve hours. */
function onTwelveHourClock(time: string): string {
  const hour = Number(time.slice(11, 13))
  return `${time.slice(0, 11)}${twoDigits(hour % 12 || 12)}${time.slice(13)}`
}

/** The keys that 12.1 writes (`oscar-schema.md`): no maximum, and no other_id where there is a range. */
function extOf(
  test: LabTest,
  value: string,
  otherId: string,
  { lab_no, day, reported, accession }: Report,
  random: Random,
): [keyval: string, val: string][] {
  const ext: [string, string][] = [
    ['lab_no', String(lab_no)],
    ['abnormal', abnormality(test, Number(value))],
    ['identifier', chance(random, 0.04) ? '' : test.loinc],
    ['name', test.name],
    ['labname', chance(random, 0.1) ? '' : 'Invented Laboratory'],
    ['accession', accession],
    ['request_datetime', timeText(day, 480)],
    ['datetime', chance(random, 0.03) ? reported.slice(0, 10) : reported],
    [
      'olis_status',
      pickWeighted(random, [
        ['F', 95],
        ['P', 5],
      ]),
    ],
  ]
  if (test.unit) ext.push(['unit', test.unit])
  if (test.range) return [...ext, ['range', test.range]]
  return [...ext, ['minimum', String(test.minimum ?? '')], ['other_id', otherId]]
}

function abnormality({ minimum, maximum, range }: LabTest, value: number): 'A' | 'L' | 'N' {
  const above = maximum ?? Number(/^<([\d.]+)/.exec(range ?? '')?.[1] ?? Number.NaN)
  if (value > above) return 'A'
  return minimum !== undefined && value < minimum ? 'L' : 'N'
}
