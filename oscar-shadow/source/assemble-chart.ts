import type { Chart, Lab, LabResult, Measurement, Note, Prevention } from '../chart.ts'
import { unpack } from './ext-pack.ts'
import type { PatientRows } from './patient-rows.ts'

/**
 * Chooses among a patient's rows which ones count, as `oscar-schema.md` section 5 has it, and puts together what belongs
 * together. What they mean is left to the writer: archived drugs, screenings and labs without results are all there.
 */
export function assembleChart(rows: PatientRows): Chart {
  const exts = groupBy(rows.measurementExts, ({ owner }) => owner)
  const measured = rows.measurements.map((row) => ({ row: bare(row), ext: unpack(exts.get(row.id) ?? []) }))
  return {
    demographic: bare(rows.demographic),
    allergies: rows.allergies.map(bare),
    drugs: rows.drugs.map(bare),
    problems: rows.problems.map(bare).filter(({ status }) => status !== 'D'),
    preventions: preventionsOf(rows),
    measurements: measured.filter(({ ext }) => ext.lab_no === undefined).map(({ row }) => row),
    labs: labsOf(rows.labs, measured),
    notes: notesOf(rows),
  }
}

function preventionsOf({ preventions, preventionExts }: PatientRows): Prevention[] {
  const exts = groupBy(preventionExts, ({ owner }) => owner)
  return preventions
    .filter(({ deleted }) => deleted !== '1')
    .map(({ patient: _, deleted: __, ...row }) => ({ ...row, ext: unpack(exts.get(row.id) ?? []) }))
}

type Measured = { row: Measurement; ext: Readonly<Record<string, string>> }

/** Each report once, however often it was routed to the patient. Results of reports that weren't are nobody's. */
function labsOf(labs: PatientRows['labs'], measured: readonly Measured[]): Lab[] {
  const results = groupBy(measured, ({ ext }) => ext.lab_no?.trim())
  const reports = new Map(labs.map(({ patient: _, created: __, ...lab }) => [lab.lab_no, lab]))
  return [...reports.values()].map((lab) => ({
    ...lab,
    results: (results.get(String(lab.lab_no)) ?? []).map(resultOf),
  }))
}

const resultOf = ({ row: { id, type, dataField, comments, dateObserved }, ext }: Measured): LabResult => ({
  id,
  type,
  dataField,
  comments,
  dateObserved,
  ext,
})

/**
 * The current revision of each note: the one with the greatest note_id of its uuid; a note without uuid is one of its
 * own. Where that one is locked or a draft the note is left out: an earlier revision would tell what was since withdrawn.
 */
function notesOf({ notes, noteExts, boxes, links }: PatientRows): Note[] {
  const revisions = groupBy(notes, ({ uuid, note_id }) => uuid || note_id)
  const exts = groupBy(noteExts, ({ owner }) => owner)
  const codes = groupBy(boxes, ({ note_id }) => note_id)
  const annotations = new Set(links.map(({ note_id }) => note_id))
  const current: Note[] = []
  for (const versions of revisions.values()) {
    const last = versions.at(-1)
    if (!last || last.locked === '1' || last.signed === 0) continue
    const { patient: _, signed: __, locked: ___, ...row } = last
    current.push({
      ...row,
      boxes: [...new Set((codes.get(row.note_id) ?? []).map(({ code }) => code))],
      annotation: versions.some(({ note_id }) => annotations.has(note_id)),
      ext: unpack(exts.get(row.note_id) ?? []),
    })
  }
  return current.sort((one, other) => one.note_id - other.note_id)
}

function bare<Row extends { patient: number }>({ patient: _, ...row }: Row): Omit<Row, 'patient'> {
  return row
}

function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  return Map.groupBy(rows, keyOf)
}
