import { allergyStatuses, observationCodes, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Allergy, Chart } from '../../chart.ts'
import { author } from '../author.ts'
import {
  about,
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
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { sectionOf } from '../section.ts'
import { hl7Date } from '../stored-times.ts'
import { tell, tellCode, tellWhole } from '../stored-values.ts'
import { lifeStages } from '../tables/life-stages.ts'
import { severities } from '../tables/severities.ts'
import { type Child, type Element, element } from '../xml.ts'

/** Allergies, those that still count first, the worst of them foremost (`e2e-export.md` section 4.2). */
export function writeAllergies({ allergies }: Chart, context: Context): Element {
  const sorted = allergies.toSorted(
    (a, b) =>
      Number(isArchived(a)) - Number(isArchived(b)) || severityOf(b) - severityOf(a) || a.allergyid - b.allergyid,
  )
  const entries = sorted.map((row) => entry(template('allergy'), allergy(row, context)))
  const narrative = () => [sorted.map(({ DESCRIPTION }) => tellWhole(DESCRIPTION) ?? '')]
  return sectionOf(headings.allergies, { entries, narrative }, skeleton, context)
}

/** The column is text: `'1'` alone means that the user has taken the allergy off. */
const isArchived = ({ archived }: Allergy) => archived?.trim() === '1'

const severityOf = ({ severity_of_reaction }: Allergy) => Number(severity_of_reaction) || 0

const concern = coded('code', writtenSystems.actClass, 'CONC', 'Concern')

function allergy(row: Allergy, context: Context): Element {
  return element(
    'act',
    { classCode: 'ACT', moodCode: 'EVN' },
    rowId('Allergies', row.allergyid),
    concern,
    element('statusCode', { code: isArchived(row) ? 'completed' : 'active' }),
    // Builds of before 2012 have no lastUpdateDate, and later ones a zero date in old rows.
    since(hl7Date(row.lastUpdateDate) ?? hl7Date(row.entry_date)),
    part(
      observation(
        kindOf(row.TYPECODE),
        since(hl7Date(row.start_date)),
        agent(row),
        part(observation(observationType(observationCodes.allergenGroup, 'Allergen Group Code'), noAllergenGroup)),
        lifeStage(row.life_stage),
        reaction(row, context),
        severity(row),
        about(clinicalStatus(row)),
      ),
    ),
  )
}

const noAllergenGroup = unknownValue('NI', 'No Information')

const medication = coded('code', writtenSystems.actCode, 'MED', 'Medication')
const substance = coded('code', writtenSystems.actCode, 'SUB', 'Substance')

function kindOf(typeCode: number | null): Element {
  if ([8, 10, 11, 13].includes(typeCode ?? 0)) return medication
  return [12, 14].includes(typeCode ?? 0) ? substance : unknown('code', 'UNK')
}

function agent({ regional_identifier, DESCRIPTION }: Allergy): Element {
  const [din, name] = [tellCode(regional_identifier), tellWhole(DESCRIPTION)]
  return consumed(
    element(
      'playingEntity',
      { classCode: 'MMAT', determinerCode: 'INSTANCE' },
      din ? coded('code', writtenSystems.din, din, name) : unknown('code'),
      name ? element('name', {}, name) : unknown('name'),
    ),
  )
}

const consumed = (entity: Element) =>
  element(
    'participant',
    { typeCode: 'CSM', contextControlCode: 'OP' },
    element('participantRole', { classCode: 'MANU' }, entity),
  )

function lifeStage(letter: string | null): Child {
  const stage = lifeStages.get(tell(letter)?.toUpperCase() ?? '')
  if (!stage) return undefined
  const value = codedValue(writtenSystems.lifeStage, stage.code, stage.displayName)
  return part(template('lifeStage'), observation(observationType(observationCodes.lifeStage), value))
}

function reaction(row: Allergy, context: Context): Child {
  const text = tellWhole(row.reaction)
  if (!text) return undefined
  const writer = tellCode(row.providerNo) && author(hl7Date(row.entry_date), row.providerNo, context)
  return part(
    template('reaction'),
    observation(
      observationType(observationCodes.reaction),
      plainText(text),
      since(hl7Date(row.start_date)),
      unknownValue(),
      writer,
      severity(row),
    ),
  )
}

function severity({ severity_of_reaction }: Allergy): Element {
  const known = severities.get(tell(severity_of_reaction) ?? '')
  const value = known ? codedValue(writtenSystems.observationValue, known.code, known.displayName) : unknownValue('UNK')
  return part(
    template('severity'),
    observation(coded('code', writtenSystems.actCode, observationCodes.severity), value),
  )
}

function clinicalStatus(row: Allergy): Element {
  const { code, displayName } = isArchived(row) ? allergyStatuses.cancelled : allergyStatuses.present
  return observation(
    observationType(observationCodes.allergyStatus),
    plainText(displayName),
    codedValue(writtenSystems.snomed, code, displayName),
  )
}

function skeleton(): Element {
  const nothing = observation(
    unknown('code'),
    unknown('effectiveTime'),
    consumed(
      element('playingEntity', { classCode: 'MMAT', determinerCode: 'INSTANCE' }, unknown('code'), unknown('name')),
    ),
    part(observation(observationType(observationCodes.allergenGroup, 'Allergen Group Code'), noAllergenGroup)),
    part(template('severity'), observation(coded('code', writtenSystems.actCode, 'SEV'), unknownValue())),
    about(observation(observationType(observationCodes.allergyStatus), unknown('text'), unknownValue())),
  )
  const act = element(
    'act',
    { nullFlavor: 'NI', classCode: 'ACT', moodCode: 'EVN' },
    rowId('Allergies', 0),
    unknown('code'),
    unknown('statusCode'),
    unknown('effectiveTime'),
    part(nothing),
  )
  return entry(template('allergy'), act, 'NI')
}
