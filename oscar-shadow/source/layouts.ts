import type { Allergy, Demographic, Drug, Lab, Measurement, Note, Prevention, Problem, Provider } from '../chart.ts'

/** What a column holds once it is read; OSCAR's builds differ in how they store it. */
export type Kind = 'integer' | 'real' | 'text'

/** Which columns of one of OSCAR's tables are read. */
export type Layout = {
  columns: Readonly<Record<string, Kind>>
  /** An integer primary key. A table without one is small and read in one piece. */
  key?: string
  /** Columns without which the rows mean nothing, besides the key. */
  needs: readonly string[]
  /** Columns that only later builds have, and that change nothing in a document: where they lack nothing is missing. */
  later?: readonly string[]
  /** Whether there is no export without this table. */
  base: boolean
  /** A table of keys and values that hang on rows of another one by this column. */
  owner?: string
}

const allergy = {
  allergyid: 'integer',
  entry_date: 'text',
  DESCRIPTION: 'text',
  TYPECODE: 'integer',
  reaction: 'text',
  regional_identifier: 'text',
  archived: 'text',
  start_date: 'text',
  severity_of_reaction: 'text',
  life_stage: 'text',
  lastUpdateDate: 'text',
  providerNo: 'text',
} satisfies Record<keyof Allergy, Kind>

const demographic = {
  demographic_no: 'integer',
  first_name: 'text',
  last_name: 'text',
  address: 'text',
  city: 'text',
  province: 'text',
  postal: 'text',
  phone: 'text',
  phone2: 'text',
  email: 'text',
  year_of_birth: 'text',
  month_of_birth: 'text',
  date_of_birth: 'text',
  hin: 'text',
  hc_type: 'text',
  patient_status: 'text',
  official_lang: 'text',
  provider_no: 'text',
  sex: 'text',
  lastUpdateDate: 'text',
} satisfies Record<keyof Demographic, Kind>

const drug = {
  drugid: 'integer',
  provider_no: 'text',
  rx_date: 'text',
  end_date: 'text',
  written_date: 'text',
  BN: 'text',
  GN: 'text',
  customName: 'text',
  ATC: 'text',
  regional_identifier: 'text',
  takemin: 'real',
  takemax: 'real',
  freqcode: 'text',
  duration: 'text',
  durunit: 'text',
  prn: 'integer',
  special_instruction: 'text',
  unit: 'text',
  dosage: 'text',
  unitName: 'text',
  route: 'text',
  drug_form: 'text',
  long_term: 'integer',
  archived: 'integer',
  archived_reason: 'text',
  outside_provider_name: 'text',
  outside_provider_ohip: 'text',
  lastUpdateDate: 'text',
} satisfies Record<keyof Drug, Kind>

const problem = {
  dxresearch_no: 'integer',
  start_date: 'text',
  update_date: 'text',
  status: 'text',
  dxresearch_code: 'text',
  coding_system: 'text',
} satisfies Record<keyof Problem, Kind>

const prevention = {
  id: 'integer',
  creation_date: 'text',
  prevention_date: 'text',
  provider_no: 'text',
  prevention_type: 'text',
  refused: 'text',
  next_date: 'text',
  lastUpdateDate: 'text',
} satisfies Record<keyof Omit<Prevention, 'ext'>, Kind>

const measurement = {
  id: 'integer',
  type: 'text',
  providerNo: 'text',
  dataField: 'text',
  measuringInstruction: 'text',
  comments: 'text',
  dateObserved: 'text',
  dateEntered: 'text',
} satisfies Record<keyof Measurement, Kind>

const lab = {
  id: 'integer',
  lab_no: 'integer',
  obr_date: 'text',
  requesting_client: 'text',
  discipline: 'text',
  report_status: 'text',
} satisfies Record<keyof Omit<Lab, 'results'>, Kind>

/** `note` comes last: SQLite finds the columns before it without reading the text. */
const note = {
  note_id: 'integer',
  uuid: 'text',
  update_date: 'text',
  observation_date: 'text',
  provider_no: 'text',
  billing_code: 'text',
  archived: 'integer',
  signed: 'integer',
  locked: 'text',
  note: 'text',
} satisfies Record<keyof Omit<Note, 'boxes' | 'annotation' | 'ext'> | 'signed' | 'locked', Kind>

const provider = {
  provider_no: 'text',
  first_name: 'text',
  last_name: 'text',
  phone: 'text',
  work_phone: 'text',
  email: 'text',
  ohip_no: 'text',
  practitionerNo: 'text',
} satisfies Record<keyof Provider, Kind>

/**
 * The tables and columns that an export reads (`oscar-schema.md` section 2), in the order in which a live database is
 * read. Neither `casemgmt_note.history` nor `hl7TextMessage` is among them.
 */
export const layouts = {
  demographic: { columns: demographic, key: 'demographic_no', needs: ['patient_status'], base: true },
  demographic_merged: {
    columns: { id: 'integer', demographic_no: 'integer', merged_to: 'integer', deleted: 'integer' },
    key: 'id',
    needs: ['demographic_no', 'merged_to', 'deleted'],
    base: false,
  },
  provider: { columns: provider, needs: ['provider_no'], base: true },
  clinic: { columns: { clinic_no: 'integer', clinic_name: 'text' }, key: 'clinic_no', needs: [], base: false },
  icd9: {
    columns: { id: 'integer', icd9: 'text', description: 'text' },
    key: 'id',
    needs: ['icd9', 'description'],
    base: false,
  },
  measurementType: {
    columns: { id: 'integer', type: 'text', typeDescription: 'text' },
    key: 'id',
    needs: ['type', 'typeDescription'],
    base: false,
  },
  allergies: {
    columns: { ...allergy, demographic_no: 'integer' },
    key: 'allergyid',
    needs: ['demographic_no'],
    base: true,
  },
  drugs: { columns: { ...drug, demographic_no: 'integer' }, key: 'drugid', needs: ['demographic_no'], base: true },
  dxresearch: {
    columns: { ...problem, demographic_no: 'integer' },
    key: 'dxresearch_no',
    needs: ['demographic_no', 'status', 'dxresearch_code'],
    base: true,
  },
  preventions: {
    columns: { ...prevention, demographic_no: 'integer', deleted: 'text' },
    key: 'id',
    needs: ['demographic_no', 'deleted'],
    base: true,
  },
  preventionsExt: {
    columns: { id: 'integer', prevention_id: 'integer', keyval: 'text', val: 'text' },
    key: 'id',
    needs: ['prevention_id', 'keyval', 'val'],
    base: false,
    owner: 'prevention_id',
  },
  measurements: {
    columns: { ...measurement, demographicNo: 'integer' },
    key: 'id',
    needs: ['demographicNo'],
    base: true,
  },
  measurementsExt: {
    columns: { id: 'integer', measurement_id: 'integer', keyval: 'text', val: 'text' },
    key: 'id',
    needs: ['measurement_id', 'keyval', 'val'],
    base: true,
    owner: 'measurement_id',
  },
  patientLabRouting: {
    columns: { id: 'integer', demographic_no: 'integer', lab_no: 'integer', lab_type: 'text', created: 'text' },
    key: 'id',
    needs: ['demographic_no', 'lab_no', 'lab_type'],
    later: ['created'],
    base: true,
  },
  hl7TextInfo: { columns: lab, key: 'id', needs: ['lab_no'], base: true },
  issue: { columns: { issue_id: 'integer', code: 'text' }, key: 'issue_id', needs: ['code'], base: true },
  casemgmt_issue: {
    columns: { id: 'integer', issue_id: 'integer' },
    key: 'id',
    needs: ['issue_id'],
    base: true,
  },
  casemgmt_issue_notes: { columns: { id: 'integer', note_id: 'integer' }, needs: ['id', 'note_id'], base: true },
  casemgmt_note_link: {
    columns: { id: 'integer', note_id: 'integer' },
    key: 'id',
    needs: ['note_id'],
    base: false,
  },
  casemgmt_note_ext: {
    columns: { id: 'integer', note_id: 'integer', key_val: 'text', value: 'text', date_value: 'text' },
    key: 'id',
    needs: ['note_id', 'key_val', 'value'],
    base: false,
    owner: 'note_id',
  },
  casemgmt_note: {
    columns: { demographic_no: 'integer', ...note },
    key: 'note_id',
    needs: ['demographic_no', 'uuid', 'signed', 'locked', 'note'],
    base: true,
  },
} as const satisfies Record<string, Layout>

export type TableName = keyof typeof layouts

export const tableNames = Object.keys(layouts) as TableName[]

export const layoutOf = (table: TableName): Layout => layouts[table]

/** The layout's name of a table; servers and dumps from Windows have it in lower case. */
export function tableNamed(name: string): TableName | undefined {
  const lower = name.toLowerCase()
  return tableNames.find((table) => table.toLowerCase() === lower)
}

/** The columns of each kind of row that goes into a chart. */
export const rowColumns = { allergy, demographic, drug, problem, prevention, measurement, lab, note, provider }
