/**
 * One patient's rows as OSCAR 12.1 holds them (`oscar-schema.md` section 2), under the columns' own names. Text is decoded
 * and whole; dates and times are the stored text (`yyyy-MM-dd`, `yyyy-MM-dd HH:mm:ss`), zero and partial ones included,
 * since what they mean is the writer's business. A column that this build of OSCAR lacks is null.
 */
export type Chart = {
  demographic: Demographic
  allergies: Allergy[]
  drugs: Drug[]
  problems: Problem[]
  preventions: Prevention[]
  /** Bedside values: measurements without an ext row `lab_no`. */
  measurements: Measurement[]
  /** Each lab report of this patient once, with its results in stored order. */
  labs: Lab[]
  /** The current revision of every note, locked ones and drafts left out. */
  notes: Note[]
}

/** What all charts of a clinic refer to; small enough to hold in memory. */
export type Clinic = {
  clinic: { clinic_no: number; clinic_name: string | null } | undefined
  /** By provider_no. */
  providers: ReadonlyMap<string, Provider>
  /** ICD-9 code → description. */
  icd9: ReadonlyMap<string, string>
  /** measurementType.type → typeDescription. */
  measurementTypes: ReadonlyMap<string, string>
}

type Text = string | null
/** Date or date and time, as stored. */
type Stored = string | null

export type Demographic = {
  demographic_no: number
  first_name: Text
  last_name: Text
  address: Text
  city: Text
  province: Text
  postal: Text
  phone: Text
  phone2: Text
  email: Text
  year_of_birth: Text
  month_of_birth: Text
  date_of_birth: Text
  hin: Text
  hc_type: Text
  patient_status: Text
  official_lang: Text
  provider_no: Text
  sex: Text
  lastUpdateDate: Stored
}

export type Provider = {
  provider_no: string
  first_name: Text
  last_name: Text
  phone: Text
  work_phone: Text
  email: Text
  ohip_no: Text
  practitionerNo: Text
}

export type Allergy = {
  allergyid: number
  entry_date: Stored
  DESCRIPTION: Text
  TYPECODE: number | null
  reaction: Text
  regional_identifier: Text
  archived: Text
  start_date: Stored
  severity_of_reaction: Text
  life_stage: Text
  lastUpdateDate: Stored
  providerNo: Text
}

export type Drug = {
  drugid: number
  provider_no: Text
  rx_date: Stored
  end_date: Stored
  written_date: Stored
  BN: Text
  GN: Text
  customName: Text
  ATC: Text
  regional_identifier: Text
  takemin: number | null
  takemax: number | null
  freqcode: Text
  duration: Text
  durunit: Text
  prn: number | null
  special_instruction: Text
  unit: Text
  dosage: Text
  unitName: Text
  route: Text
  drug_form: Text
  long_term: number | null
  archived: number | null
  archived_reason: Text
  outside_provider_name: Text
  outside_provider_ohip: Text
  lastUpdateDate: Stored
}

/** A row of dxresearch that is not deleted. */
export type Problem = {
  dxresearch_no: number
  start_date: Stored
  update_date: Stored
  status: Text
  dxresearch_code: Text
  coding_system: Text
}

/** A row of preventions that is not deleted; `ext` has the latest value of each key of preventionsExt. */
export type Prevention = {
  id: number
  creation_date: Stored
  prevention_date: Stored
  provider_no: Text
  prevention_type: Text
  refused: Text
  next_date: Stored
  lastUpdateDate: Stored
  ext: Readonly<Record<string, string>>
}

export type Measurement = {
  id: number
  type: Text
  providerNo: Text
  dataField: Text
  measuringInstruction: Text
  comments: Text
  dateObserved: Stored
  dateEntered: Stored
}

/** A row of hl7TextInfo that is routed to the patient. */
export type Lab = {
  id: number
  lab_no: number
  obr_date: Text
  requesting_client: Text
  discipline: Text
  report_status: Text
  results: LabResult[]
}

/** A measurement with an ext row `lab_no`; `ext` has the latest value of each key of measurementsExt. */
export type LabResult = Pick<Measurement, 'id' | 'type' | 'dataField' | 'comments' | 'dateObserved'> & {
  ext: Readonly<Record<string, string>>
}

export type Note = {
  note_id: number
  uuid: Text
  update_date: Stored
  observation_date: Stored
  provider_no: Text
  note: Text
  billing_code: Text
  archived: number | null
  /** Codes of the chart boxes (CPP issues) that the note stands in, such as FamHistory; none: an encounter note. */
  boxes: readonly string[]
  /** Whether casemgmt_note_link marks it as an annotation of another row. */
  annotation: boolean
  /** Latest value of each key of casemgmt_note_ext; `date_value` where the key holds a date. */
  ext: Readonly<Record<string, string>>
}
