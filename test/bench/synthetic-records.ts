import type { PatientRecord } from '../../gateway/record.ts'

type Random = () => number

/** The same numbers in [0, 1) for the same seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const day = 86_400
const newest = Date.UTC(2013, 11, 31) / 1000
const pick = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[Math.floor(random() * items.length)]
const when = (random: Random) => newest - Math.floor(random() * 3650) * day

const diagnoses = ['250', '250.0', '401', '272', '493', '311', '530', '715', '724', '477']
const drugs: [din: string, atc: string, name: string][] = [
  ['02099233', 'A10BA02', 'METFORMIN 500MG'],
  ['02240294', 'A10AE04', 'INSULIN GLARGINE'],
  ['00636533', 'M01AE01', 'IBUPROFEN 300MG'],
  ['02248182', 'C10AA05', 'ATORVASTATIN 10MG'],
  ['02221292', 'C09AA05', 'RAMIPRIL 5MG'],
  ['02242518', 'N06AB06', 'SERTRALINE 50MG'],
]
const tests: [code: string, units: string][] = [
  ['4548-4', '%'],
  ['2571-8', 'mmol/L'],
  ['14682-9', 'umol/L'],
  ['718-7', 'g/L'],
]
const signs: [code: string, units: string][] = [
  ['8480-6', 'mm[Hg]'],
  ['8462-4', 'mm[Hg]'],
  ['29463-7', 'kg'],
  ['8302-2', 'cm'],
]
const note = 'Follow-up visit of a person who was made up for a benchmark; nothing of note was found this time. '

const provider = {
  ...{ title: '', given_name: 'Made', family_name: 'Up'.repeat(22), specialty: '', npi: 'n'.repeat(44) },
  ...{ start: null, end: null, organization: {} },
}

/** An invented patient whose record takes about so many bytes of JSON, with all that a query about diabetes looks at. */
export function syntheticRecord(number: number, bytes: number): PatientRecord & { json: string } {
  const random = randomFrom(number + 1)
  const record: Required<PatientRecord> = {
    _id: String(number).padStart(8, '0'),
    emr_demographics_primary_key: `${number}`,
    primary_care_provider_id: 'p'.repeat(44),
    effective_time: newest,
    ...{ first: 'f'.repeat(44), last: 'l'.repeat(44), medical_record_number: 'm'.repeat(44), hash_id: 'h'.repeat(44) },
    birthdate: newest - Math.floor((1 + random() * 89) * 365) * day,
    gender: pick(random, ['M', 'F', 'UN']) ?? null,
    languages: ['EN'],
    ...{
      allergies: [],
      conditions: [],
      encounters: [],
      immunizations: [],
      medications: [],
      results: [],
      vital_signs: [],
    },
  }
  const sections = [addCondition, addMedication, addMedication, addResult, addResult, addSign, addSign, addEncounter]
  let size = 900
  // The size is only looked at now and then, since looking costs as much as the record.
  for (let entry = 0; size < bytes; entry++) {
    sections[entry % sections.length]?.(record, random)
    if (entry % 8 === 7) size = JSON.stringify(record).length
  }
  return { ...record, json: JSON.stringify(record) }
}

function addCondition({ conditions }: Required<PatientRecord>, random: Random) {
  conditions.push({
    ...{
      codes: { ICD9: [pick(random, diagnoses) ?? ''] },
      description: 'made-up problem',
      start_time: when(random),
      time: null,
    },
    ...{ mood_code: 'EVN', _type: 'Condition', treating_provider: [provider], type: null },
    status_code: { 'SNOMED-CT': ['55561003'], 'HL7 ActStatus': ['active'] },
  } as unknown as (typeof conditions)[number])
}

function addMedication({ medications }: Required<PatientRecord>, random: Random) {
  const [din, atc, description] = pick(random, drugs) ?? ['', '', '']
  const start = when(random)
  medications.push({
    ...{ codes: { 'HC-DIN': [din], whoATC: [atc] }, description, mood_code: 'EVN', _type: 'Medication' },
    ...{ time: start, start_time: start, end_time: start + 90 * day, longTerm: random() < 0.3 },
    freeTextSig: 'Take one tablet daily E2E_LONG_TERM_FLAG',
    statusOfMedication: { value: random() < 0.5 ? 'active' : 'completed' },
    administrationTiming: {
      frequency: { numerator: { unit: null, value: 1 }, denominator: { unit: 'd', value: 1 } },
      text: 'once a day',
    },
    dose: { low: '1', high: '1' },
    route: { code: 'PO', codeSystem: '2.16.840.1.113883.5.112', codeSystemName: null, displayName: 'oral' },
    productForm: { code: 'TAB', codeSystem: '2.16.840.1.113883.1.11.14570', displayName: 'tablet' },
    values: [{ scalar: '500.0', units: 'MG', _type: 'PhysicalQuantityResultValue' }],
    orderInformation: [
      { prn: false, orderDateTime: start, orderExpirationDateTime: start + 90 * day, performer: provider },
    ],
  })
}

const measured = (random: Random, [code, units]: [string, string], system: string) => ({
  ...{
    codes: { [system]: [code] },
    description: 'made-up measurement',
    start_time: when(random),
    mood_code: 'EVN' as const,
  },
  ...{ status_code: { value: 'complete' }, interpretation: { code: 'N', codeSystem: 'ObservationInterpretation' } },
  values: [{ scalar: (4 + random() * 140).toFixed(1), units, _type: 'PhysicalQuantityResultValue' as const }],
  _type: 'LabResult' as const,
})

function addResult({ results }: Required<PatientRecord>, random: Random) {
  results.push({ ...measured(random, pick(random, tests) ?? ['', ''], 'pCLOCD'), referenceRange: '4.0 - 6.0' })
}

function addSign({ vital_signs }: Required<PatientRecord>, random: Random) {
  vital_signs.push(measured(random, pick(random, signs) ?? ['', ''], 'LOINC'))
}

function addEncounter({ encounters }: Required<PatientRecord>, random: Random) {
  encounters.push({
    ...{
      codes: { code: ['REASON'], codeSystem: ['ObservationType-CA-Pending'] },
      mood_code: 'EVN',
      _type: 'Encounter',
    },
    ...{ start_time: when(random), description: note.repeat(3), performer: provider },
  })
}
