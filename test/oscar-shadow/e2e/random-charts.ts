import fc from 'fast-check'
import type {
  Allergy,
  Chart,
  Clinic,
  Demographic,
  Drug,
  Lab,
  LabResult,
  Measurement,
  Note,
  Prevention,
  Problem,
  Provider,
} from '../../../oscar-shadow/chart.ts'
import { dirtyColumn, dirtyText } from './dirt.ts'

/* Charts as bad as a database of many years and many hands can hold them. */

const column = (...usual: string[]) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...usual) }, dirtyColumn)

const time = fc
  .tuple(fc.integer({ min: 1900, max: 2040 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'))
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 61 }), fc.integer({ min: 0, max: 61 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const noDate = fc.constantFrom('0000-00-00', '0000-00-00 00:00:00', '0001-01-01', '0001-01-01 12:00:00', '', 'pending')

/** A date or time as stored, good or bad. */
const stored = fc.oneof(
  { weight: 3, arbitrary: time },
  { weight: 3, arbitrary: fc.tuple(time, timeOfDay).map(([date, hour]) => `${date} ${hour}`) },
  { weight: 1, arbitrary: noDate },
  { weight: 1, arbitrary: dirtyColumn },
)

const flag = fc.constantFrom(0, 1, null)
const providerNo = column('101', '102', '0', '-1', '77')
const code = column('401', '250', 'V700', '00320')
const din = column('02363283', '2363283', '00000900', '900', 'null')
const amount = fc.constantFrom(null, 0, 1, 0.5, 2.25, Number.NaN)
const ext = <Key extends string>(keys: Record<Key, fc.Arbitrary<string | null>>) =>
  fc.record(keys).map((values) => {
    const told = Object.entries<string | null>(values).filter((pair): pair is [string, string] => pair[1] !== null)
    return Object.fromEntries(told)
  })

const demographic: fc.Arbitrary<Demographic> = fc.record({
  demographic_no: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  first_name: column('Eve', "D'Arcy"),
  last_name: column('Testpatient'),
  address: dirtyColumn,
  city: dirtyColumn,
  province: dirtyColumn,
  postal: dirtyColumn,
  phone: dirtyColumn,
  phone2: dirtyColumn,
  email: dirtyColumn,
  year_of_birth: column('1971', '2012', '0001', '85'),
  month_of_birth: column('02', '2', '12', '00', '13'),
  date_of_birth: column('03', '3', '29', '30', '31', '00'),
  hin: column('9000000001', '9000 000 001', '000000000', '12-34'),
  hc_type: column('BC', 'bc', 'ON', ''),
  patient_status: column('AC'),
  official_lang: column('English', 'French', ''),
  provider_no: providerNo,
  sex: column('M', 'F', 'T', 'f', ''),
  lastUpdateDate: stored,
})

const provider = (provider_no: string): fc.Arbitrary<Provider> =>
  fc.record({
    provider_no: fc.constant(provider_no),
    first_name: column('Hal'),
    last_name: column('Healer'),
    phone: dirtyColumn,
    work_phone: dirtyColumn,
    email: dirtyColumn,
    ohip_no: column('5555', 'NULL', ''),
    practitionerNo: column('98765', ''),
  })

export const clinics: fc.Arbitrary<Clinic> = fc.record({
  clinic: fc.option(fc.record({ clinic_no: fc.nat(9999), clinic_name: dirtyColumn }), { nil: undefined }),
  providers: fc
    .tuple(provider('101'), provider('102'))
    .map((rows) => new Map(rows.map((row) => [row.provider_no, row]))),
  icd9: dirtyText.map(
    (text) =>
      new Map([
        ['401', text],
        ['250', 'DIABETES & <OTHERS>*'],
      ]),
  ),
  measurementTypes: dirtyText.map(
    (text) =>
      new Map([
        ['WT', text],
        ['PULS', 'Pulse'],
        ['A1C', 'A1C (%)'],
      ]),
  ),
})

const allergy: fc.Arbitrary<Omit<Allergy, 'allergyid'>> = fc.record({
  entry_date: stored,
  DESCRIPTION: column('PENICILLIN'),
  TYPECODE: fc.constantFrom(null, 0, 6, 8, 10, 11, 12, 13, 14),
  reaction: column('hives'),
  regional_identifier: din,
  archived: column('0', '1'),
  start_date: stored,
  severity_of_reaction: fc.constantFrom(null, '', '0', '1', '2', '3', '4', '?'),
  life_stage: column('N', 'I', 'C', 'T', 'A'),
  lastUpdateDate: stored,
  providerNo,
})

const drug: fc.Arbitrary<Omit<Drug, 'drugid'>> = fc.record({
  provider_no: providerNo,
  rx_date: stored,
  end_date: stored,
  written_date: stored,
  BN: column('LOPRESOR'),
  GN: column('METOPROLOL'),
  customName: column('herbal tea'),
  ATC: column('C07AB02'),
  regional_identifier: din,
  takemin: amount,
  takemax: amount,
  freqcode: column('BID', 'Q4-6H', 'Q3Mont', 'monthl', 'OD', '3x dai'),
  duration: column('90', '0', '2,5'),
  durunit: column('D', 'M'),
  prn: flag,
  special_instruction: column('with food'),
  unit: column('MG', 'tab', 'MG /ML'),
  dosage: column('50.0 MG', '300 MG/30 MG', '0,5'),
  unitName: column('mL', 'cap(s)'),
  route: column('PO', 'SC'),
  drug_form: column('TABLET', 'SPRAY, METERED DOSE', 'LEECH'),
  long_term: flag,
  archived: flag,
  archived_reason: column('deleted', 'patientRequest'),
  outside_provider_name: column('Dr. W. Plain', ''),
  outside_provider_ohip: column('55', ''),
  lastUpdateDate: stored,
})

const problem: fc.Arbitrary<Omit<Problem, 'dxresearch_no'>> = fc.record({
  start_date: stored,
  update_date: stored,
  status: column('A', 'C'),
  dxresearch_code: code,
  coding_system: column('icd9', 'icd9', 'ICD9', 'icd10', 'SnomedCore', 'ichppccode'),
})

const prevention: fc.Arbitrary<Omit<Prevention, 'id'>> = fc.record({
  creation_date: stored,
  prevention_date: stored,
  provider_no: providerNo,
  prevention_type: column('Flu', 'dTap', 'DTaP', 'BCG', 'PAP', 'HepB screen'),
  refused: column('0', '1', '2'),
  next_date: stored,
  lastUpdateDate: stored,
  ext: ext({
    location: dirtyColumn,
    lot: dirtyColumn,
    route: dirtyColumn,
    dose: column('0.5 mL', 'half'),
    comments: dirtyColumn,
    neverReason: dirtyColumn,
  }),
})

const value = column('5.2', '80,5', '<0.05', '1,200', '130/85', '120.5/80', '1e2', '130/85/70', '3d', '7')

const measurement: fc.Arbitrary<Omit<Measurement, 'id'>> = fc.record({
  type: column('BP', 'WT', 'PULSE', 'A1C', 'TEMP', 'EGFR'),
  providerNo,
  dataField: value,
  measuringInstruction: column('in kg'),
  comments: dirtyColumn,
  dateObserved: stored,
  dateEntered: stored,
})

const result: fc.Arbitrary<Omit<LabResult, 'id'>> = fc.record({
  type: dirtyColumn,
  dataField: value,
  comments: dirtyColumn,
  dateObserved: stored,
  ext: ext({
    identifier: column('14749-6'),
    name: column('Glucose'),
    labname: dirtyColumn,
    accession: dirtyColumn,
    datetime: stored,
    abnormal: column('A', 'N', 'L', 'H', '*'),
    olis_status: column('P', 'F'),
    unit: column('mmol/L', 'x 10 9/L'),
    range: column('<4.4'),
    minimum: column('3.3'),
    maximum: column('5.5'),
    other_id: column('0-0', '0-1', '1-0'),
  }),
})

const numbered = <Row extends object>(rows: fc.Arbitrary<Row>, maxLength = 4) => fc.array(rows, { maxLength })
const withKeys = <Row extends object, Key extends string>(key: Key, rows: fc.Arbitrary<Row>) =>
  numbered(rows).map((some) =>
    some.map((row, index) => Object.assign({}, row, { [key]: index + 1 }) as Row & Record<Key, number>),
  )

const lab: fc.Arbitrary<Omit<Lab, 'id'>> = fc.record({
  lab_no: fc.nat(999),
  obr_date: stored,
  requesting_client: dirtyColumn,
  discipline: dirtyColumn,
  report_status: column('P', 'F'),
  results: withKeys('id', result),
})

const box = fc.constantFrom(
  'FamHistory',
  'Reminders',
  'RiskFactors',
  'SocHistory',
  'MedHistory',
  'Concerns',
  'toString',
)

const note: fc.Arbitrary<Omit<Note, 'note_id'>> = fc.record({
  uuid: fc.constant(null),
  update_date: stored,
  observation_date: stored,
  provider_no: providerNo,
  note: column('seen', 'BP 120/80 <ok> & "fine"'),
  billing_code: code,
  archived: flag,
  boxes: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.uniqueArray(box, { maxLength: 2 })),
  annotation: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  ext: ext({
    Relationship: column('Mother', 'milkman'),
    'Age at Onset': column('40', 'about 40'),
    Treatment: dirtyColumn,
    'Life Stage': column('A'),
  }),
})

export const charts: fc.Arbitrary<Chart> = fc.record({
  demographic,
  allergies: withKeys('allergyid', allergy),
  drugs: withKeys('drugid', drug),
  problems: withKeys('dxresearch_no', problem),
  preventions: withKeys('id', prevention),
  measurements: withKeys('id', measurement),
  labs: withKeys('id', lab),
  notes: withKeys('note_id', note),
})
