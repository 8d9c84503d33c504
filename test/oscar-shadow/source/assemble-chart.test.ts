import t from 'tap'
import { assembleChart } from '../../../oscar-shadow/source/assemble-chart.ts'
import { ext, patientRows } from './patient-rows.ts'

const chartOf = (partly: Parameters<typeof patientRows>[0]) => assembleChart(patientRows(partly))

const notes: { says: string; rows: Parameters<typeof patientRows>[0]['notes']; kept: number[] }[] = [
  {
    says: 'of a note the newest revision counts',
    rows: [
      { note_id: 1, uuid: 'a' },
      { note_id: 2, uuid: 'b' },
      { note_id: 3, uuid: 'a' },
    ],
    kept: [2, 3],
  },
  {
    says: 'a note without uuid is one of its own',
    rows: [{ note_id: 1 }, { note_id: 2 }, { note_id: 3, uuid: '' }],
    kept: [1, 2, 3],
  },
  {
    says: 'a locked note is left out',
    rows: [
      { note_id: 1, locked: '1' },
      { note_id: 2, locked: '0' },
    ],
    kept: [2],
  },
  {
    says: 'a note that was locked later is left out in whole',
    rows: [
      { note_id: 1, uuid: 'a' },
      { note_id: 2, uuid: 'a', locked: '1' },
    ],
    kept: [],
  },
  {
    says: 'a note that was unlocked later is there',
    rows: [
      { note_id: 1, uuid: 'a', locked: '1' },
      { note_id: 2, uuid: 'a' },
    ],
    kept: [2],
  },
  {
    says: 'a draft is left out',
    rows: [
      { note_id: 1, signed: 0 },
      { note_id: 2, signed: 1 },
    ],
    kept: [2],
  },
  {
    says: 'a signed draft is there',
    rows: [
      { note_id: 1, uuid: 'a', signed: 0 },
      { note_id: 2, uuid: 'a', signed: 1 },
    ],
    kept: [2],
  },
  { says: 'notes taken off the list are kept for the writer to judge', rows: [{ note_id: 1, archived: 1 }], kept: [1] },
]
for (const { says, rows = [], kept } of notes)
  t.test(says, async (t) =>
    t.strictSame(
      chartOf({ notes: rows }).notes.map(({ note_id }) => note_id),
      kept,
    ),
  )

t.test('a note tells its boxes once, and whether it annotates something', async (t) => {
  const chart = chartOf({
    notes: [{ note_id: 1, uuid: 'a' }, { note_id: 2, uuid: 'a' }, { note_id: 3 }],
    boxes: [
      { note_id: 1, code: 'Reminders' },
      { note_id: 2, code: 'FamHistory' },
      { note_id: 2, code: 'FamHistory' },
      { note_id: 2, code: 'MedHistory' },
    ],
    links: [{ note_id: 1 }],
    noteExts: [ext(1, { Relationship: 'aunt' }), ext(2, { Relationship: 'mother' })],
  })
  t.match(chart.notes, [
    { note_id: 2, boxes: ['FamHistory', 'MedHistory'], annotation: true, ext: { Relationship: 'mother' } },
    { note_id: 3, boxes: [], annotation: false, ext: {} },
  ])
})

t.test('a measurement with an ext row lab_no is a lab result, all others are bedside values', async (t) => {
  const chart = chartOf({
    measurements: [
      { id: 1, type: 'BP' },
      { id: 2, type: '' },
      { id: 3, type: 'A1C' },
    ],
    measurementExts: [ext(2, { lab_no: '70', unit: 'g/L' }), ext(3, { comments: 'left arm' })],
    labs: [{ id: 5, lab_no: 70 }],
  })
  t.strictSame(
    chart.measurements.map(({ id }) => id),
    [1, 3],
  )
  t.strictSame(chart.labs[0]?.results, [
    { id: 2, type: '', dataField: null, comments: null, dateObserved: null, ext: { lab_no: '70', unit: 'g/L' } },
  ])
})

t.test('a lab that was routed twice is there once, its results in stored order', async (t) => {
  const chart = chartOf({
    labs: [
      { id: 5, lab_no: 70 },
      { id: 5, lab_no: 70 },
      { id: 6, lab_no: 71 },
    ],
    measurements: [{ id: 1 }, { id: 2 }, { id: 3 }],
    measurementExts: [ext(1, { lab_no: '71' }), ext(2, { lab_no: '70' }), ext(3, { lab_no: '71 ' })],
  })
  t.strictSame(
    chart.labs.map(({ lab_no, results }) => [lab_no, results.map(({ id }) => id)]),
    [
      [70, [2]],
      [71, [1, 3]],
    ],
  )
})

t.test(
  'results of a lab that was not routed to the patient are nobody’s; a lab without results is for the writer to judge',
  async (t) => {
    const chart = chartOf({
      labs: [{ id: 5, lab_no: 70 }],
      measurements: [{ id: 1 }, { id: 2 }],
      measurementExts: [ext(1, { lab_no: '99' }), ext(2, { lab_no: 'x' })],
    })
    t.strictSame(chart.measurements, [])
    t.match(chart.labs, [{ lab_no: 70, results: [] }])
  },
)

t.test('deleted problems and preventions are left out; screenings and refusals are not', async (t) => {
  const chart = chartOf({
    problems: [
      { dxresearch_no: 1, status: 'A' },
      { dxresearch_no: 2, status: 'D' },
      { dxresearch_no: 3, status: 'C', coding_system: null },
      { dxresearch_no: 4, status: null },
    ],
    preventions: [
      { id: 1, prevention_type: 'PAP' },
      { id: 2, deleted: '1' },
      { id: 3, refused: '1' },
      { id: 4, deleted: null },
    ],
    preventionExts: [ext(3, { neverReason: 'declined' })],
  })
  t.strictSame(
    chart.problems.map((problem) => problem.dxresearch_no),
    [1, 3, 4],
  )
  t.match(chart.preventions, [{ id: 1, ext: {} }, { id: 3, ext: { neverReason: 'declined' } }, { id: 4 }])
})

t.test('archived drugs and allergies are kept', async (t) => {
  const chart = chartOf({
    drugs: [{ drugid: 1, archived: 1 }, { drugid: 2 }],
    allergies: [{ allergyid: 1, archived: '1' }, { allergyid: 2 }],
  })
  t.equal(chart.drugs.length, 2)
  t.equal(chart.allergies.length, 2)
})

t.test('a chart holds what its type says and nothing of how it was read', async (t) => {
  const chart = chartOf({
    demographic: { sex: 'F' },
    notes: [{ note_id: 1 }],
    preventions: [{ id: 1 }],
    labs: [{ id: 1, lab_no: 1 }],
    drugs: [{ drugid: 1 }],
  })
  const keys = JSON.stringify(chart)
  for (const key of ['"patient"', '"signed"', '"locked"', '"deleted"', '"created"']) t.notMatch(keys, key)
  t.equal(chart.demographic.sex, 'F')
})
