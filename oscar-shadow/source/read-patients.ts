import type { DatabaseSync } from 'node:sqlite'
import type { Demographic } from '../chart.ts'
import { exportedPatients } from './exported-patients.ts'
import { rowColumns, type TableName } from './layouts.ts'
import type { PatientRows } from './patient-rows.ts'
import { takeInOrder } from './take-in-order.ts'

/** The chart boxes' issue codes; other issues are diagnoses and say nothing of where a note stands. */
const boxCodes = ['OMeds', 'SocHistory', 'MedHistory', 'Concerns', 'Reminders', 'FamHistory', 'RiskFactors']

const listed = (columns: object, ...more: string[]) =>
  [...Object.keys(columns), ...more].map((name) => `t."${name}"`).join(', ')

/**
 * CROSS JOIN keeps SQLite to the written order: one pass over the table, each row's patient looked up, then one sort.
 * An index would save the sort, but following it jumps through a file that may not fit into memory.
 */
const ofPatients = (table: TableName, selected: string, { owner = 't.demographic_no', key = '', more = '' }) =>
  `SELECT p.patient, ${selected} FROM "${table}" t ${more} CROSS JOIN patients p ON p.demographic_no = ${owner}
   WHERE p.patient > ? ORDER BY p.patient, ${key}`

const extOf = (table: TableName, owners: TableName, ownerKey: string, owner: string) =>
  ofPatients(table, 't.owner, t.pairs', {
    more: `CROSS JOIN "${owners}" o ON o."${ownerKey}" = t.owner`,
    owner: `o."${owner}"`,
    key: 't.first',
  })

const queries: Record<keyof Omit<PatientRows, 'demographic'>, string> = {
  allergies: ofPatients('allergies', listed(rowColumns.allergy), { key: 't.allergyid' }),
  drugs: ofPatients('drugs', listed(rowColumns.drug), { key: 't.drugid' }),
  problems: ofPatients('dxresearch', listed(rowColumns.problem), { key: 't.dxresearch_no' }),
  preventions: ofPatients('preventions', listed(rowColumns.prevention, 'deleted'), { key: 't.id' }),
  preventionExts: extOf('preventionsExt', 'preventions', 'id', 'demographic_no'),
  measurements: ofPatients('measurements', listed(rowColumns.measurement), { owner: 't.demographicNo', key: 't.id' }),
  measurementExts: extOf('measurementsExt', 'measurements', 'id', 'demographicNo'),
  labs: ofPatients('hl7TextInfo', `${listed(rowColumns.lab)}, r.created`, {
    more: `CROSS JOIN patientLabRouting r ON r.lab_no = t.lab_no AND r.lab_type = 'HL7'`,
    owner: 'r.demographic_no',
    key: 't.lab_no, t.id',
  }),
  notes: ofPatients('casemgmt_note', listed(rowColumns.note), { key: 't.note_id' }),
  noteExts: extOf('casemgmt_note_ext', 'casemgmt_note', 'note_id', 'demographic_no'),
  boxes: ofPatients('casemgmt_issue_notes', 't.note_id, i.code', {
    more: `CROSS JOIN casemgmt_issue c ON c.id = t.id
      CROSS JOIN issue i ON i.issue_id = c.issue_id AND i.code IN (${boxCodes.map((code) => `'${code}'`).join(', ')})
      CROSS JOIN casemgmt_note n ON n.note_id = t.note_id`,
    owner: 'n.demographic_no',
    key: 't.note_id',
  }),
  links: ofPatients('casemgmt_note_link', 't.note_id', {
    more: 'CROSS JOIN casemgmt_note n ON n.note_id = t.note_id',
    owner: 'n.demographic_no',
    key: 't.note_id',
  }),
}

/** Finds out, once all tables are in the stage, whose rows are exported; answers how many patients there are. */
export function choosePatients(db: DatabaseSync): number {
  db.exec('CREATE TABLE patients (demographic_no INTEGER PRIMARY KEY, patient INTEGER NOT NULL) STRICT')
  db.exec('CREATE INDEX routed ON patientLabRouting (lab_no)')
  const people = rowsOf<Pick<Demographic, 'demographic_no' | 'patient_status'>>(
    db,
    'SELECT demographic_no, patient_status FROM demographic',
  )
  const merges = rowsOf<{ demographic_no: number; merged_to: number; deleted: number | null }>(
    db,
    `SELECT demographic_no, merged_to, deleted FROM demographic_merged
     WHERE demographic_no IS NOT NULL AND merged_to IS NOT NULL ORDER BY id`,
  )
  const exported = exportedPatients(people, merges)
  const insert = db.prepare('INSERT INTO patients VALUES (?, ?)')
  for (const [chart, patient] of exported) insert.run(chart, patient)
  return new Set(exported.values()).size
}

/** The rows of each patient after the given one, in ascending order: each table is gone through once. */
export function* readPatients(db: DatabaseSync, after: number): Generator<PatientRows, void> {
  const taker = <Name extends keyof typeof queries>(name: Name) =>
    takeInOrder(rowsOf<PatientRows[Name][number]>(db, queries[name], after))
  const takers = {
    allergies: taker('allergies'),
    drugs: taker('drugs'),
    problems: taker('problems'),
    preventions: taker('preventions'),
    preventionExts: taker('preventionExts'),
    measurements: taker('measurements'),
    measurementExts: taker('measurementExts'),
    labs: taker('labs'),
    notes: taker('notes'),
    noteExts: taker('noteExts'),
    boxes: taker('boxes'),
    links: taker('links'),
  }
  const patients = rowsOf<PatientRows['demographic']>(
    db,
    `SELECT t.demographic_no AS patient, ${listed(rowColumns.demographic)} FROM demographic t
     CROSS JOIN patients p ON p.demographic_no = t.demographic_no AND p.patient = t.demographic_no
     WHERE t.demographic_no > ? ORDER BY t.demographic_no`,
    after,
  )
  try {
    for (const demographic of patients) {
      const { patient } = demographic
      yield {
        demographic,
        allergies: takers.allergies.take(patient),
        drugs: takers.drugs.take(patient),
        problems: takers.problems.take(patient),
        preventions: takers.preventions.take(patient),
        preventionExts: takers.preventionExts.take(patient),
        measurements: takers.measurements.take(patient),
        measurementExts: takers.measurementExts.take(patient),
        labs: takers.labs.take(patient),
        notes: takers.notes.take(patient),
        noteExts: takers.noteExts.take(patient),
        boxes: takers.boxes.take(patient),
        links: takers.links.take(patient),
      }
    }
  } finally {
    for (const { close } of Object.values(takers)) close()
  }
}

/** The stage's tables are STRICT and made from the layouts, which are held to the types of the rows. */
export function rowsOf<Row>(db: DatabaseSync, sql: string, ...values: number[]): Iterable<Row> {
  return db.prepare(sql).iterate(...values) as Iterable<Row>
}
