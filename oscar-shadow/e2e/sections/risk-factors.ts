import { writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Chart, Note } from '../../chart.ts'
import { author } from '../author.ts'
import {
  coded,
  component,
  entry,
  observation,
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
import { hl7Date, hl7Time } from '../stored-times.ts'
import { tellCode, tellWhole } from '../stored-values.ts'
import { type Child, type Element, element } from '../xml.ts'

/** Risk factors: the notes of the chart's boxes RiskFactors and SocHistory (`e2e-export.md` section 4.10). */
export function writeRiskFactors({ notes }: Chart, context: Context): Element {
  const risks = boxNotes(notes, 'RiskFactors', 'SocHistory')
  const entries = risks.map((note) => entry(template('riskFactor'), riskFactor(note, context)))
  const narrative = () => [risks.map(({ note }) => tellWhole(note) ?? '')]
  return sectionOf(headings.riskFactors, { entries, narrative }, skeleton, context)
}

const organizer = (attributes: { nullFlavor?: string }, ...children: Child[]) =>
  element('organizer', { ...attributes, classCode: 'CLUSTER', moodCode: 'EVN' }, ...children)

function riskFactor(note: Note, context: Context): Element {
  const icd9 = tellCode(note.billing_code)
  return organizer(
    {},
    rowId('RiskFactors', note.note_id),
    coded('code', writtenSystems.snomed, '80943009', 'Risk factor'),
    element('statusCode', { code: note.archived ? 'complete' : 'active' }),
    author(hl7Date(note.update_date), note.provider_no, context),
    component(
      observation(
        rowId('RiskFactors', note.note_id),
        icd9 ? coded('code', writtenSystems.icd9, icd9, tellWhole(context.clinic.icd9.get(icd9))) : unknown('code'),
        plainText(tellWhole(note.note)),
        since(hl7Time(note.observation_date)),
        unknownValue(),
      ),
    ),
  )
}

function skeleton(): Element {
  const nothing = observation(
    rowId('RiskFactors', 0),
    unknown('code'),
    unknown('text'),
    unknown('effectiveTime'),
    unknownValue(),
  )
  const cluster = organizer(
    { nullFlavor: 'NI' },
    rowId('RiskFactors', 0),
    unknown('code'),
    unknown('statusCode'),
    component(nothing),
  )
  return entry(template('riskFactor'), cluster, 'NI')
}
