import type { Allergy, Demographic, Drug, Lab, Measurement, Note, Prevention, Problem } from '../chart.ts'

/** A row, and the patient whose chart it goes into. */
export type Of<Row> = Row & { patient: number }
/** Keys and values that hang on the row `owner`, as `packer` makes them. */
export type Pack = { owner: number; pairs: string }

export type PreventionRow = Omit<Prevention, 'ext'> & { deleted: string | null }
export type NoteRow = Omit<Note, 'boxes' | 'annotation' | 'ext'> & { signed: number | null; locked: string | null }
export type LabRow = Omit<Lab, 'results'> & { created: string | null }

/** All rows of one patient, each list in the order of its key, before anything is chosen among them. */
export type PatientRows = {
  demographic: Of<Demographic>
  allergies: Of<Allergy>[]
  drugs: Of<Drug>[]
  problems: Of<Problem>[]
  preventions: Of<PreventionRow>[]
  preventionExts: Of<Pack>[]
  measurements: Of<Measurement>[]
  measurementExts: Of<Pack>[]
  /** A row for each routing of each report. */
  labs: Of<LabRow>[]
  /** Every revision. */
  notes: Of<NoteRow>[]
  noteExts: Of<Pack>[]
  /** Notes that stand in the chart boxes. */
  boxes: Of<{ note_id: number; code: string }>[]
  /** Notes that casemgmt_note_link names. */
  links: Of<{ note_id: number }>[]
}
