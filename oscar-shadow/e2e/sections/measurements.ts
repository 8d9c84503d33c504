import { idRoots, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Chart, Measurement } from '../../chart.ts'
import { author } from '../author.ts'
import { coded, component, entry, observation, plainText, rowId, since, template, textValue, unknown } from '../cda.ts'
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { fullSection } from '../section.ts'
import { hl7Time } from '../stored-times.ts'
import { tell, tellNumber, tellWhole } from '../stored-values.ts'
import { loincCodes, units } from '../tables/measurement-codes.ts'
import { type Element, element } from '../xml.ts'

/** Bedside values, in the order read; without any the section is left out (`e2e-export.md` section 4.3). */
export function writeMeasurements({ measurements }: Chart, context: Context): Element | undefined {
  const rows = measurements.flatMap(apart)
  if (rows.length === 0) return undefined
  const narrative = () => [rows.map((row) => tellItem(row, context))]
  return fullSection(
    headings.measurements,
    { entries: rows.map((row) => measurement(row, context)), narrative },
    context,
  )
}

/** Two digits behind a comma are no decimals here: somebody wrote 130,85 for 130/85. */
const pressure = /\d+(?:\.\d+|,\d(?!\d))?/g

/** A blood pressure of two numbers as two measurements; anything else as it is. */
function apart(row: Measurement): Measurement[] {
  if (row.type !== 'BP') return [row]
  const [systolic, diastolic, ...more] = row.dataField?.match(pressure) ?? []
  if (!systolic || !diastolic || more.length > 0) return [row]
  return [
    { ...row, type: 'SYST', dataField: systolic },
    { ...row, type: 'DIAS', dataField: diastolic },
  ]
}

function measurement(row: Measurement, context: Context): Element {
  const id = { extension: `ClinicalMeasuredObservations-${row.id}`, root: idRoots.oscar }
  return entry(
    template('measurements'),
    element(
      'organizer',
      { classCode: 'CLUSTER', moodCode: 'EVN' },
      rowId('ClinicalMeasuredObservations', row.id),
      unknown('code'),
      element('statusCode', { code: 'completed' }),
      author(hl7Time(row.dateEntered), row.providerNo, context),
      component(
        observation(
          element('id', id),
          codeOf(tell(row.type), context),
          plainText(sayWhat(row, context)),
          since(hl7Time(row.dateObserved)),
          observedValue(row),
        ),
      ),
    ),
  )
}

function codeOf(type: string | undefined, context: Context): Element {
  if (type === undefined) return unknown('code', 'UNK')
  const loinc = loincCodes.get(type)
  if (loinc === undefined) return coded('code', writtenSystems.oscar, type, describe(type, context))
  const { loinc: system } = writtenSystems
  return element('code', { code: loinc, ...system, codeSystemVersion: '2.44', displayName: describe(type, context) })
}

const pressures: ReadonlyMap<string, string> = new Map([
  ['SYST', 'Systolic Blood Pressure'],
  ['DIAS', 'Diastolic Blood Pressure'],
])

/** Characters that the column `measurementType.type` keeps. */
const columnWidth = 4

function describe(type: string, { clinic: { measurementTypes } }: Context): string {
  const described = measurementTypes.get(type) ?? measurementTypes.get(type.slice(0, columnWidth))
  return pressures.get(type) ?? tellWhole(described) ?? type
}

function sayWhat({ type, measuringInstruction }: Measurement, context: Context): string | undefined {
  const [told, instruction] = [tell(type), tell(measuringInstruction)]
  const what = told && describe(told, context)
  return what && instruction ? `${what} (${instruction})` : (what ?? instruction)
}

/** A quantity only if it is a number and its type has a unit; anything else is text, as written. */
function observedValue({ type, dataField }: Measurement): Element {
  const [unit, number, text] = [units.get(tell(type) ?? ''), tellNumber(dataField), tellWhole(dataField)]
  if (unit && number) return element('value', { 'xsi:type': 'PQ', value: number, unit })
  return text ? textValue(text) : element('value', { 'xsi:type': 'ST', nullFlavor: 'NI' })
}

function tellItem(row: Measurement, context: Context): string {
  const [type, value] = [tell(row.type), tellWhole(row.dataField) ?? '']
  const [unit, instruction] = [units.get(type ?? ''), tell(row.measuringInstruction)]
  return `${type ? describe(type, context) : ''}: ${value}${unit ? ` ${unit}` : ''}${instruction ? ` (${instruction})` : ''}`
}
