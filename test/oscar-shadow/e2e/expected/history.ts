import type { Allergy, Chart, Clinic, Note, Prevention, Problem } from '../../../../oscar-shadow/chart.ts'
import { day, key, moment, performer, precision, start, trimmed, whole } from './columns.ts'

const actCode = { codeSystem: '2.16.840.1.113883.5.4', codeSystemName: 'HL7 ActCode' }
const observationValue = { codeSystem: '2.16.840.1.113883.5.1063', codeSystemName: 'HL7 ObservationValue' }
const severities: Record<string, object> = {
  1: { code: 'A2', displayName: 'Mild reaction', ...observationValue },
  2: { code: 'A3', displayName: 'Moderate reaction', ...observationValue },
  3: { code: 'A4', displayName: 'Severe reaction', ...observationValue },
}

export function allergies({ allergies: rows }: Chart) {
  const off = (row: Allergy) => row.archived?.trim() === '1'
  const worst = (row: Allergy) => Number(row.severity_of_reaction) || 0
  const inOrder = [...rows.filter((row) => !off(row)), ...rows.filter(off)].sort((a, b) =>
    off(a) === off(b) ? worst(b) - worst(a) || a.allergyid - b.allergyid : 0,
  )
  return inOrder.map((row) => ({
    codes: key(row.regional_identifier) ? { 'HC-DIN': [key(row.regional_identifier)] } : { Unknown: ['NI'] },
    mood_code: 'EVN',
    _type: 'Allergy',
    ...start(day(row.lastUpdateDate) ?? day(row.entry_date)),
    description: whole(row.DESCRIPTION),
    status_code: { 'SNOMED-CT': [off(row) ? '89925002' : '410605003'] },
    type: kindOf(row.TYPECODE),
    reaction: { text: whole(row.reaction), value: null },
    severity: severities[row.severity_of_reaction ?? ''] ?? null,
  }))
}

function kindOf(type: number | null) {
  if (type === 8 || type === 10 || type === 11 || type === 13)
    return { code: 'MED', displayName: 'Medication', ...actCode }
  return type === 12 || type === 14 ? { code: 'SUB', displayName: 'Substance', ...actCode } : null
}

export function conditions({ problems, demographic }: Chart, clinic: Clinic) {
  const known = (row: Problem) => ['icd9', 'icd10', 'snomedcore'].includes(trimmed(row.coding_system).toLowerCase())
  return problems
    .filter((row) => known(row) && key(row.dxresearch_code) !== '')
    .map((row) => {
      const code = key(row.dxresearch_code)
      const isIcd9 = trimmed(row.coding_system).toLowerCase() === 'icd9'
      const status = trimmed(row.status).toUpperCase()
      return {
        codes: isIcd9 ? { ICD9: [code] } : {},
        mood_code: 'EVN',
        _type: 'Condition',
        ...(isIcd9 && { type: null }),
        ...start(day(row.start_date)),
        description: (isIcd9 && whole(clinic.icd9.get(code))) || code,
        ...(status !== '' && { status_code: status === 'A' ? active : { 'HL7 ActStatus': ['completed'] } }),
        time: null,
        treating_provider: [performer(demographic.provider_no, clinic, day(row.update_date))],
      }
    })
}

const active = { 'SNOMED-CT': ['55561003'], 'HL7 ActStatus': ['active'] }
const ownSection = new Set(['FamHistory', 'Reminders', 'RiskFactors', 'SocHistory'])

export function encounters({ notes }: Chart, clinic: Clinic) {
  const told = notes.filter((note) => !note.annotation && !note.boxes.some((box) => ownSection.has(box)))
  // A vaguer date of the same moment comes first: 2013 before 2013-01-01 before midnight of that day.
  const places = (note: Note) => [
    moment(note.observation_date) ?? Number.NEGATIVE_INFINITY,
    precision(note.observation_date),
    note.note_id,
  ]
  const inOrder = told.toSorted((a, b) => {
    const others = places(b)
    const [difference = 0] = places(a).flatMap((place, index) =>
      place === others[index] ? [] : place - (others[index] ?? 0),
    )
    return difference
  })
  return inOrder.map((note) => {
    const description = whole(note.note)
    const billed = key(note.billing_code)
    const dates = start(moment(note.observation_date))
    return {
      codes: { code: ['REASON'], codeSystem: ['ObservationType-CA-Pending'] },
      mood_code: 'EVN',
      _type: 'Encounter',
      ...dates,
      description,
      reason: {
        codes: {
          'ObservationType-CA-Pending': ['REASON'],
          ...(billed ? { ICD9: [billed] } : { Unknown: ['NI'] }),
        },
        mood_code: 'EVN',
        description,
        ...dates,
      },
      performer: performer(note.provider_no, clinic, moment(note.observation_date)),
    }
  })
}

const atc: Record<string, string> = { Flu: 'J07BB01', dTap: 'J07AJ52' }
const screenings = new Set(['pap', 'hepb screen'])

export function immunizations({ preventions }: Chart) {
  const given = preventions.filter((row) => !screenings.has(trimmed(row.prevention_type).toLowerCase()))
  return given.map((row: Prevention) => {
    const name = trimmed(row.prevention_type)
    return {
      codes: Object.hasOwn(atc, name) ? { whoATC: [atc[name]] } : { Unknown: ['UNK'] },
      mood_code: 'EVN',
      _type: 'Immunization',
      ...start(day(row.prevention_date)),
      description: name,
      ...(['1', '2'].includes((row.refused ?? '').trim()) && { negationInd: true }),
    }
  })
}
