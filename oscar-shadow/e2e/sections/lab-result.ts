import { idRoots, observationCodes, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Lab, LabResult } from '../../chart.ts'
import {
  about,
  coded,
  observation,
  observationType,
  part,
  plainText,
  since,
  template,
  textValue,
  unknown,
} from '../cda.ts'
import type { Context } from '../context.ts'
import { hl7Time } from '../stored-times.ts'
import { tell, tellCode, tellNumber, tellUnit, tellWhole } from '../stored-values.ts'
import { type Child, type Element, element } from '../xml.ts'
import { referenceRange, sayRange } from './reference-range.ts'

/** One result of a laboratory (`e2e-export.md` section 4.7). */
export function labResult(result: LabResult, lab: Lab, context: Context): Element {
  const { ext } = result
  const isFull = context.detail === 'full'
  const [code, name] = [tellCode(ext.identifier), tellWhole(ext.name)]
  const accession = isFull ? tellCode(ext.accession) : undefined
  return observation(
    accession ? element('id', { root: idRoots.accession, extension: accession }) : unknown('id', 'UNK'),
    code ? coded('code', writtenSystems.pclocd, code, name) : unknown('code', 'UNK'),
    plainText(name),
    element('statusCode', { code: tell(ext.olis_status)?.toUpperCase() === 'P' ? 'active' : 'complete' }),
    since(hl7Time(ext.datetime)),
    observedValue(result),
    interpretation(tell(ext.abnormal)),
    performer(result),
    specimen(lab),
    isFull ? comment(result) : undefined,
    referenceRange(ext),
  )
}

/** A quantity only if it is a number with a unit; anything else is text, with the unit behind it. */
function observedValue({ dataField, ext }: LabResult): Element {
  const [number, text, unit] = [tellNumber(dataField), tellWhole(dataField), tell(ext.unit)]
  if (text === undefined) return element('value', { 'xsi:type': 'ST', nullFlavor: 'NI' })
  if (number && unit) return element('value', { 'xsi:type': 'PQ', value: number, unit: tellUnit(unit) })
  return textValue(unit ? `${text} ${unit}` : text)
}

/** HL7 ObservationInterpretation, as far as laboratories use it. */
const interpretations: ReadonlyMap<string, string> = new Map([
  ['A', 'Abnormal'],
  ['AA', 'Abnormal alert'],
  ['H', 'High'],
  ['HH', 'High alert'],
  ['L', 'Low'],
  ['LL', 'Low alert'],
  ['N', 'Normal'],
])

function interpretation(flag: string | undefined): Child {
  const code = flag?.toUpperCase() ?? ''
  const displayName = interpretations.get(code)
  return displayName && coded('interpretationCode', writtenSystems.interpretation, code, displayName)
}

function performer({ ext }: LabResult): Child {
  const [laboratory, time] = [tellWhole(ext.labname), hl7Time(ext.datetime)]
  if (laboratory === undefined) return undefined
  return element(
    'performer',
    { typeCode: 'PRF' },
    template('performer'),
    time ? element('time', { value: time }) : unknown('time', 'UNK'),
    element(
      'assignedEntity',
      { classCode: 'ASSIGNED' },
      unknown('id'),
      element('representedOrganization', { classCode: 'ORG' }, element('name', {}, laboratory)),
    ),
  )
}

/** When the specimen was taken. */
function specimen({ obr_date }: Lab): Element {
  const taken = hl7Time(obr_date)
  const time = taken ? element('effectiveTime', { value: taken }) : unknown('effectiveTime', 'UNK')
  return part(element('procedure', { classCode: 'PROC', moodCode: 'EVN' }, time))
}

function comment({ comments, ext }: LabResult): Child {
  const text = tellWhole(comments) ?? tellWhole(ext.comments)
  if (text === undefined) return undefined
  return about(template('comment'), observation(observationType(observationCodes.comment), textValue(text)))
}

/** A line of narrative: what was measured, what came out, and what is usual. */
export function sayResult({ dataField, ext }: LabResult): string {
  const [value, unit, range] = [tellWhole(dataField), tell(ext.unit), sayRange(ext)]
  const parts = [`${tellWhole(ext.name) ?? ''}:`, value, unit, range && `(${range})`, tell(ext.abnormal)]
  return parts.filter(Boolean).join(' ')
}
