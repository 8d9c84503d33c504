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

/* Builds charts for tests: rows of nothing but nulls, and what a test says. Everybody and everything is invented. */

export const demographic = (columns: Partial<Demographic> = {}): Demographic => ({
  demographic_no: 4711,
  first_name: 'Eve',
  last_name: 'Testpatient',
  address: null,
  city: null,
  province: null,
  postal: null,
  phone: null,
  phone2: null,
  email: null,
  year_of_birth: '1971',
  month_of_birth: '02',
  date_of_birth: '03',
  hin: '9000000001',
  hc_type: 'BC',
  patient_status: 'AC',
  official_lang: 'English',
  provider_no: '101',
  sex: 'F',
  lastUpdateDate: null,
  ...columns,
})

export const provider = (columns: Partial<Provider> = {}): Provider => ({
  provider_no: '101',
  first_name: 'Hal',
  last_name: 'Healer',
  phone: null,
  work_phone: null,
  email: null,
  ohip_no: null,
  practitionerNo: '98765',
  ...columns,
})

export const allergy = (columns: Partial<Allergy> = {}): Allergy => ({
  allergyid: 1,
  entry_date: null,
  DESCRIPTION: null,
  TYPECODE: null,
  reaction: null,
  regional_identifier: null,
  archived: null,
  start_date: null,
  severity_of_reaction: null,
  life_stage: null,
  lastUpdateDate: null,
  providerNo: null,
  ...columns,
})

export const drug = (columns: Partial<Drug> = {}): Drug => ({
  drugid: 1,
  provider_no: null,
  rx_date: '2023-01-01',
  end_date: null,
  written_date: null,
  BN: null,
  GN: null,
  customName: null,
  ATC: null,
  regional_identifier: null,
  takemin: null,
  takemax: null,
  freqcode: null,
  duration: null,
  durunit: null,
  prn: 0,
  special_instruction: null,
  unit: null,
  dosage: null,
  unitName: null,
  route: null,
  drug_form: null,
  long_term: null,
  archived: 0,
  archived_reason: null,
  outside_provider_name: null,
  outside_provider_ohip: null,
  lastUpdateDate: null,
  ...columns,
})

export const problem = (columns: Partial<Problem> = {}): Problem => ({
  dxresearch_no: 1,
  start_date: null,
  update_date: null,
  status: 'A',
  dxresearch_code: '401',
  coding_system: 'icd9',
  ...columns,
})

export const prevention = (columns: Partial<Prevention> = {}): Prevention => ({
  id: 1,
  creation_date: null,
  prevention_date: null,
  provider_no: null,
  prevention_type: 'Flu',
  refused: '0',
  next_date: null,
  lastUpdateDate: null,
  ext: {},
  ...columns,
})

export const measurement = (columns: Partial<Measurement> = {}): Measurement => ({
  id: 1,
  type: 'WT',
  providerNo: null,
  dataField: '70',
  measuringInstruction: null,
  comments: null,
  dateObserved: null,
  dateEntered: null,
  ...columns,
})

export const result = (ext: LabResult['ext'] = {}, columns: Partial<LabResult> = {}): LabResult => ({
  id: 1,
  type: '',
  dataField: '5.2',
  comments: null,
  dateObserved: null,
  ext,
  ...columns,
})

export const lab = (columns: Partial<Lab> = {}): Lab => ({
  id: 1,
  lab_no: 1,
  obr_date: null,
  requesting_client: null,
  discipline: null,
  report_status: 'F',
  results: [result()],
  ...columns,
})

export const note = (columns: Partial<Note> = {}): Note => ({
  note_id: 1,
  uuid: null,
  update_date: null,
  observation_date: null,
  provider_no: null,
  note: 'seen',
  billing_code: '',
  archived: 0,
  boxes: [],
  annotation: false,
  ext: {},
  ...columns,
})

export const chart = (parts: Partial<Chart> = {}): Chart => ({
  demographic: demographic(),
  allergies: [],
  drugs: [],
  problems: [],
  preventions: [],
  measurements: [],
  labs: [],
  notes: [],
  ...parts,
})

export const clinic = (parts: Partial<Clinic> = {}): Clinic => ({
  clinic: { clinic_no: 1234, clinic_name: 'Nowhere Clinic' },
  providers: new Map([['101', provider()]]),
  icd9: new Map([
    ['401', 'ESSENTIAL HYPERTENSION*'],
    ['250', 'DIABETES & <OTHERS>'],
  ]),
  measurementTypes: new Map([
    ['WT', 'Weight'],
    ['PULS', 'Pulse'],
  ]),
  ...parts,
})
