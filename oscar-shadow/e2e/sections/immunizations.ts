import { observationCodes, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Chart, Prevention } from '../../chart.ts'
import { author } from '../author.ts'
import {
  about,
  aside,
  coded,
  entry,
  observation,
  observationType,
  part,
  plainText,
  rowId,
  since,
  template,
  textValue,
  unknown,
} from '../cda.ts'
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { readDose } from '../read-dose.ts'
import { sayDate } from '../say-date.ts'
import { sectionOf } from '../section.ts'
import { hl7Date } from '../stored-times.ts'
import { tell, tellWhole } from '../stored-values.ts'
import { screenings, vaccines } from '../tables/vaccines.ts'
import { type Child, type Element, element } from '../xml.ts'

/** Immunizations, given or not; screenings, which OSCAR keeps in the same table, are none (`e2e-export.md` section 4.6). */
export function writeImmunizations({ preventions }: Chart, context: Context): Element {
  const given = preventions.filter(({ prevention_type }) => !screenings.has(tell(prevention_type)?.toLowerCase() ?? ''))
  const entries = given.map((row) => entry(template('immunization'), immunization(row, context)))
  return sectionOf(headings.immunizations, { entries, narrative: () => [given.map(sayItem)] }, skeleton, context)
}

type Outcome = 'Completed' | 'Refused' | 'Ineligible'

function outcomeOf({ refused }: Prevention): Outcome {
  if (refused?.trim() === '1') return 'Refused'
  return refused?.trim() === '2' ? 'Ineligible' : 'Completed'
}

const sayItem = (row: Prevention) =>
  `${tell(row.prevention_type) ?? ''} ${sayDate(row.prevention_date, outcomeOf(row))}`.trim()

function immunization(row: Prevention, context: Context): Element {
  const writer = author(hl7Date(row.creation_date), row.provider_no, context)
  return administration(
    { negationInd: outcomeOf(row) !== 'Completed' },
    rowId('Immunizations', row.id),
    immunizationCode,
    since(hl7Date(row.prevention_date)),
    route(tell(row.ext.route)),
    readDose(tell(row.ext.dose)),
    consumable(product(row)),
    writer,
    context.detail === 'full' ? place(tellWhole(row.ext.location)) : undefined,
    antigen('IMMUNIZ'),
    nextDate(hl7Date(row.next_date)),
    context.detail === 'full' ? [comment(row, writer), refusal(row, writer)] : undefined,
  )
}

const administration = (attributes: { negationInd?: boolean; nullFlavor?: string }, ...children: Child[]) =>
  element('substanceAdministration', { ...attributes, classCode: 'SBADM', moodCode: 'EVN' }, ...children)

const immunizationCode = coded('code', writtenSystems.actCode, 'IMMUNIZ', 'Immunization')

function route(text: string | undefined): Child {
  if (text === undefined) return undefined
  return element('routeCode', { nullFlavor: 'OTH', ...writtenSystems.route }, element('originalText', {}, text))
}

const consumable = (...material: Child[]) =>
  element(
    'consumable',
    { typeCode: 'CSM' },
    element(
      'manufacturedProduct',
      { classCode: 'MANU' },
      element('manufacturedMaterial', { classCode: 'MMAT', determinerCode: 'KIND' }, ...material),
    ),
  )

function product({ prevention_type, ext }: Prevention): Child[] {
  const [name, lot] = [tell(prevention_type), tell(ext.lot)]
  const atc = vaccines.get(name ?? '')
  return [
    atc ? coded('code', writtenSystems.atc, atc, name) : unknown('code', 'UNK'),
    name ? element('name', {}, name) : unknown('name'),
    lot && element('lotNumberText', {}, lot),
  ]
}

const place = (name: string | undefined) =>
  element(
    'participant',
    { typeCode: 'LOC', contextControlCode: 'OP' },
    template('location'),
    element(
      'participantRole',
      { classCode: 'SDLOC' },
      element('playingEntity', {}, name ? element('name', {}, name) : unknown('name', 'UNK')),
    ),
  )

/** OSCAR knows no antigens; the profile wants the place where they would stand. */
const antigen = (code: 'IMMUNIZ' | 'ANTIGEN') =>
  part(administration({}, coded('code', writtenSystems.actCode, code), consumable(unknown('code'), unknown('name'))))

function nextDate(date: string | undefined): Child {
  if (date === undefined) return undefined
  return aside(template('date'), observation(observationType(observationCodes.date), since(date)))
}

function comment({ ext, lastUpdateDate }: Prevention, writer: Element): Child {
  const text = tellWhole(ext.comments)
  if (text === undefined) return undefined
  const type = observationType(observationCodes.comment)
  return aside(
    template('comment'),
    observation(type, plainText(text), since(hl7Date(lastUpdateDate)), textValue(text), writer),
  )
}

function refusal(row: Prevention, writer: Element): Child {
  const text = tellWhole(row.ext.neverReason)
  if (text === undefined || outcomeOf(row) === 'Completed') return undefined
  const type = observationType(observationCodes.reason, 'Reason Observation')
  return about(template('reason'), observation(type, plainText(text), textValue(text), writer))
}

function skeleton(): Element {
  const nothing = administration(
    { negationInd: false, nullFlavor: 'NI' },
    rowId('Immunizations', 0),
    unknown('code'),
    unknown('effectiveTime'),
    consumable(unknown('code'), unknown('name')),
    antigen('ANTIGEN'),
  )
  return entry(template('immunization'), nothing, 'NI')
}
