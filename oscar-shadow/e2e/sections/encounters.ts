import { idRoots, observationCodes, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Chart, Note } from '../../chart.ts'
import { author, identify, providerId, providerName } from '../author.ts'
import {
  about,
  codedValue,
  entry,
  observation,
  observationType,
  plainText,
  rowId,
  since,
  template,
  unknown,
  unknownValue,
} from '../cda.ts'
import { encounterNotes } from '../chart-boxes.ts'
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { sayDate } from '../say-date.ts'
import { sectionOf } from '../section.ts'
import { hl7Time } from '../stored-times.ts'
import { tellCode, tellWhole } from '../stored-values.ts'
import { type Child, type Element, element } from '../xml.ts'

/** Encounters: the notes of the chart, by date (`e2e-export.md` section 4.4). */
export function writeEncounters(chart: Chart, context: Context): Element {
  const notes = encounterNotes(chart.notes)
  const entries = notes.map((note) => entry(template('encounter'), encounter(note, context)))
  const narrative = () => [notes.map(({ observation_date, note }) => sayDate(observation_date, tellWhole(note)))]
  return sectionOf(headings.encounters, { entries, narrative }, () => skeleton(context), context)
}

function encounter(note: Note, context: Context): Element {
  const date = hl7Time(note.observation_date)
  return element(
    'encounter',
    { classCode: 'ENC', moodCode: 'EVN' },
    rowId('Encounters', note.note_id, { use: 'BUS' }),
    since(date),
    participant('LOC', element('participantRole', { classCode: 'ROL' }, clinicId(context))),
    participant('PRF', performer(note.provider_no, context)),
    about(template('reason'), reason(note, date, context)),
  )
}

const participant = (typeCode: string, role: Element) =>
  element('participant', { typeCode, contextControlCode: 'OP' }, template('participant'), role)

const clinicId = ({ clinic: { clinic } }: Context) =>
  clinic ? element('id', { root: idRoots.oscar, extension: clinic.clinic_no, use: 'BUS' }) : unknown('id')

function performer(providerNo: string | null, context: Context): Element {
  const identity = identify(providerNo, context)
  return element(
    'participantRole',
    { classCode: 'PROV' },
    providerId(identity, { use: 'BUS' }),
    element(
      'playingEntity',
      { classCode: 'PSN', determinerCode: 'INSTANCE' },
      providerName(identity),
      element('desc', {}, 'Provider'),
    ),
  )
}

function reason(note: Note, date: string | undefined, context: Context): Element {
  return observation(
    unknown('id'),
    observationType(observationCodes.reason, 'Reason Observation'),
    plainText(tellWhole(note.note)),
    since(date),
    billed(note.billing_code, context),
    author(hl7Time(note.update_date), note.provider_no, context),
    recordLink,
  )
}

const recordLink = about(
  template('recordLink'),
  observation(unknown('id'), observationType(observationCodes.recordLink)),
)

function billed(billingCode: string | null, { clinic }: Context): Child {
  const code = tellCode(billingCode)
  return code ? codedValue(writtenSystems.icd9, code, tellWhole(clinic.icd9.get(code))) : unknownValue()
}

function skeleton(context: Context): Element {
  const nothing = observation(
    unknown('id'),
    observationType(observationCodes.reason, 'Reason Observation'),
    unknown('text'),
    unknown('effectiveTime'),
    unknownValue(),
    author(undefined, null, context),
    recordLink,
  )
  const act = element(
    'encounter',
    { nullFlavor: 'NI', classCode: 'ENC', moodCode: 'EVN' },
    rowId('Encounters', 0, { use: 'BUS' }),
    unknown('effectiveTime'),
    participant('LOC', element('participantRole', { classCode: 'ROL' }, unknown('id'))),
    participant('PRF', performer(null, context)),
    about(template('reason'), nothing),
  )
  return entry(template('encounter'), act, 'NI')
}
