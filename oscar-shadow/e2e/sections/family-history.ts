import { observationCodes, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Chart, Note } from '../../chart.ts'
import {
  coded,
  codedValue,
  entry,
  observation,
  observationType,
  part,
  plainText,
  rowId,
  since,
  template,
  unknown,
  unknownValue,
} from '../cda.ts'
import { boxNotes } from '../chart-boxes.ts'
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { sectionOf } from '../section.ts'
import { hl7Time } from '../stored-times.ts'
import { tell, tellCode, tellWhole } from '../stored-values.ts'
import { lifeStages } from '../tables/life-stages.ts'
import { relationships } from '../tables/relationships.ts'
import { type Child, type Element, element } from '../xml.ts'

/** Family history: the notes of the chart's box FamHistory that nobody took off it (`e2e-export.md` section 4.5). */
export function writeFamilyHistory({ notes }: Chart, context: Context): Element {
  const current = boxNotes(notes, 'FamHistory').filter(({ archived }) => !archived)
  const entries = current.map((note) => entry(template('familyHistory'), history(note, context)))
  const narrative = () => [current.map(({ note }) => tellWhole(note) ?? '')]
  return sectionOf(headings.familyHistory, { entries, narrative }, skeleton, context)
}

function history({ note_id, note, observation_date, billing_code, ext }: Note, { clinic }: Context): Element {
  const icd9 = tellCode(billing_code)
  const stage = lifeStages.get(tell(ext['Life Stage'])?.toUpperCase() ?? '')
  return observation(
    rowId('FamilyHistory', note_id),
    unknown('code'),
    plainText(tellWhole(note)),
    since(hl7Time(observation_date)),
    unknownValue('UNK'),
    relative(relationship(tell(ext.Relationship))),
    icd9 && secondaryCode(codedValue(writtenSystems.icd9, icd9, tellWhole(clinic.icd9.get(icd9)))),
    stage && lifeStage(codedValue(writtenSystems.lifeStage, stage.code, stage.displayName)),
    ageAtOnset(tell(ext['Age at Onset'])),
    treatment(tellWhole(ext.Treatment)),
  )
}

const relative = (code: Element) =>
  element('subject', { typeCode: 'SBJ' }, element('relatedSubject', { classCode: 'PRS' }, code))

function relationship(text: string | undefined): Element {
  if (text === undefined) return unknown('code', 'UNK')
  const code = relationships.get(text.toLowerCase())
  if (code) return coded('code', writtenSystems.relationship, code, text)
  return element('code', { nullFlavor: 'OTH', ...writtenSystems.relationship, displayName: text })
}

const secondaryCode = (value: Element) =>
  part(template('secondaryCode'), observation(observationType(observationCodes.icd9), value))

const lifeStage = (value: Element) =>
  part(template('lifeStage'), observation(observationType(observationCodes.lifeStage), value))

/** A whole number where there is one, and the words as they stand where not, such as `about 40`. */
function ageAtOnset(age: string | undefined): Child {
  if (age === undefined) return undefined
  const value = /^\d{1,3}$/.test(age)
    ? element('value', { 'xsi:type': 'INT', value: age })
    : element('value', { 'xsi:type': 'CD', nullFlavor: 'OTH' }, element('originalText', {}, age))
  return part(observation(coded('code', writtenSystems.loinc, observationCodes.ageAtOnset, 'Age at onset'), value))
}

function treatment(text: string | undefined): Child {
  if (text === undefined) return undefined
  const note = observation(observationType(observationCodes.treatment), plainText(text), unknownValue())
  return part(template('comment'), note)
}

function skeleton(): Element {
  const nothing = element(
    'observation',
    { nullFlavor: 'NI', classCode: 'OBS', moodCode: 'EVN' },
    rowId('FamilyHistory', 0),
    unknown('code'),
    unknown('text'),
    unknown('effectiveTime'),
    unknownValue(),
    relative(unknown('code')),
  )
  return entry(template('familyHistory'), nothing, 'NI')
}
