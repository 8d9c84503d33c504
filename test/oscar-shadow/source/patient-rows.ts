import type { PatientRows } from '../../../oscar-shadow/source/patient-rows.ts'

type List = Exclude<keyof PatientRows, 'demographic'>
type Partly = { demographic?: Partial<PatientRows['demographic']> } & {
  [Name in List]?: Partial<PatientRows[Name][number]>[]
}

const allergy = {
  patient: 1,
  allergyid: 0,
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
}
const drug = {
  patient: 1,
  drugid: 0,
  provider_no: null,
  rx_date: null,
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
  prn: null,
  special_instruction: null,
  unit: null,
  dosage: null,
  unitName: null,
  route: null,
  drug_form: null,
  long_term: null,
  archived: null,
  archived_reason: null,
  outside_provider_name: null,
  outside_provider_ohip: null,
  lastUpdateDate: null,
}
const problem = {
  patient: 1,
  dxresearch_no: 0,
  start_date: null,
  update_date: null,
  status: 'A',
  dxresearch_code: '401',
  coding_system: 'icd9',
}
const prevention = {
  patient: 1,
  id: 0,
  creation_date: null,
  prevention_date: null,
  provider_no: null,
  prevention_type: null,
  refused: '0',
  next_date: null,
  lastUpdateDate: null,
  deleted: '0',
}
const measurement = {
  patient: 1,
  id: 0,
  type: null,
  providerNo: null,
  dataField: null,
  measuringInstruction: null,
  comments: null,
  dateObserved: null,
  dateEntered: null,
}
const lab = {
  patient: 1,
  id: 0,
  lab_no: 0,
  obr_date: null,
  requesting_client: null,
  discipline: null,
  report_status: 'F',
  created: null,
}
const note = {
  patient: 1,
  note_id: 0,
  uuid: null,
  update_date: null,
  observation_date: null,
  provider_no: null,
  note: 'invented',
  billing_code: null,
  archived: 0,
  signed: 1,
  locked: null,
}
const demographic = {
  patient: 1,
  demographic_no: 1,
  first_name: null,
  last_name: null,
  address: null,
  city: null,
  province: null,
  postal: null,
  phone: null,
  phone2: null,
  email: null,
  year_of_birth: null,
  month_of_birth: null,
  date_of_birth: null,
  hin: null,
  hc_type: null,
  patient_status: 'AC',
  official_lang: null,
  provider_no: null,
  sex: null,
  lastUpdateDate: null,
}

/** All rows of an invented patient: what a test doesn't say is empty or the most usual value. */
export function patientRows(partly: Partly): PatientRows {
  const fill = <Row>(usual: Row, rows: Partial<Row>[] = []): Row[] => rows.map((row) => ({ ...usual, ...row }))
  return {
    demographic: { ...demographic, ...partly.demographic },
    allergies: fill(allergy, partly.allergies),
    drugs: fill(drug, partly.drugs),
    problems: fill(problem, partly.problems),
    preventions: fill(prevention, partly.preventions),
    preventionExts: fill({ patient: 1, owner: 0, pairs: '[]' }, partly.preventionExts),
    measurements: fill(measurement, partly.measurements),
    measurementExts: fill({ patient: 1, owner: 0, pairs: '[]' }, partly.measurementExts),
    labs: fill(lab, partly.labs),
    notes: fill(note, partly.notes),
    noteExts: fill({ patient: 1, owner: 0, pairs: '[]' }, partly.noteExts),
    boxes: fill({ patient: 1, note_id: 0, code: '' }, partly.boxes),
    links: fill({ patient: 1, note_id: 0 }, partly.links),
  }
}

/** Keys and values of the row `owner`, as they stand in the stage. */
export const ext = (owner: number, pairs: Record<string, string>) => ({
  owner,
  pairs: JSON.stringify(Object.entries(pairs).flat()),
})
