import t from 'tap'
import type { LabResult } from '../../../oscar-shadow/chart.ts'
import { utc } from '../../gateway/import/importing.ts'
import { lab, result } from './charts.ts'
import { find, findAll, sectionOf, textOf, valuesOf } from './reading.ts'
import { recordOf, written } from './writing.ts'

const quantity = (scalar: string, units: string) => ({
  values: [{ scalar, units, _type: 'PhysicalQuantityResultValue' }],
})
const words = (free_text: string) => ({ free_text })
const flagged = (code: string) => ({
  interpretation: { code, codeSystem: 'ObservationInterpretation' },
  ...words('5.2'),
})
const bare = {
  codes: {},
  mood_code: 'EVN',
  _type: 'LabResult',
  interpretation: {},
  description: '',
  status_code: { value: 'complete' },
  referenceRange: 'unspecified',
}
const ranged = (referenceRange: string) => ({ referenceRange, ...words('5.2') })

type Case = { says: string; ext?: LabResult['ext']; dataField?: string | null; is: object }
const cases: Case[] = [
  { says: 'a number with a unit', ext: { unit: 'mmol/L' }, is: quantity('5.2', 'mmol/L') },
  { says: 'a unit with blanks', ext: { unit: 'x 10 9/L' }, is: quantity('5.2', 'x_10_9/L') },
  { says: 'a decimal comma', ext: { unit: 'g' }, dataField: '3,5', is: quantity('3.5', 'g') },
  { says: 'an exponent', ext: { unit: 'g' }, dataField: '1e2', is: quantity('1e2', 'g') },
  { says: 'a number without unit', is: words('5.2') },
  { says: 'less than', ext: { unit: 'g' }, dataField: '<0.05', is: words('<0.05 g') },
  { says: 'words', dataField: 'Negative & clear', is: words('Negative & clear') },
  { says: 'what Java takes for a number', ext: { unit: 'g' }, dataField: '3d', is: words('3d g') },
  { says: 'nothing', dataField: '', is: words('') },
  {
    says: 'a test',
    ext: { identifier: '14749-6', name: 'Glucose <R>' },
    is: { ...words('5.2'), description: 'Glucose <R>', codes: { pCLOCD: ['14749-6'] } },
  },
  { says: 'an abnormal result', ext: { abnormal: 'A' }, is: flagged('A') },
  { says: 'a low result is not normal', ext: { abnormal: 'L' }, is: flagged('L') },
  { says: 'a high result', ext: { abnormal: 'H' }, is: flagged('H') },
  { says: 'a normal result', ext: { abnormal: 'N' }, is: flagged('N') },
  { says: 'an unknown flag claims nothing', ext: { abnormal: '*' }, is: words('5.2') },
  { says: 'no flag', ext: { abnormal: '' }, is: words('5.2') },
  {
    says: 'a preliminary result',
    ext: { olis_status: 'P' },
    is: { ...words('5.2'), status_code: { value: 'active' } },
  },
  {
    says: 'noon',
    ext: { datetime: '2013-05-31 12:13:29' },
    is: { ...words('5.2'), start_time: utc('2013-05-31T12:13:29Z') },
  },
  {
    says: 'a date only',
    ext: { datetime: '2013-05-31' },
    is: { ...words('5.2'), start_time: utc('2013-05-31T00:00:00Z') },
  },
  { says: 'no date is not now', ext: { datetime: '' }, is: words('5.2') },
  { says: 'a date that is none', ext: { datetime: 'pending' }, is: words('5.2') },
  { says: 'a range in words', ext: { range: '<4.4 & up', minimum: '1' }, is: ranged('<4.4 & up') },
  { says: 'a range of numbers', ext: { minimum: '3.3', maximum: '5.5' }, is: ranged('3.3 - 5.5') },
  { says: 'a lower limit, the upper one lost', ext: { minimum: '3.3' }, is: ranged('from 3.3') },
  { says: 'an upper limit', ext: { maximum: '5.5' }, is: ranged('up to 5.5') },
]

t.test('a result', async (t) => {
  for (const { says, ext, dataField = '5.2', is } of cases) {
    t.strictSame(
      recordOf({ labs: [lab({ results: [result(ext, { dataField })] })] }).results,
      [{ ...bare, ...is }],
      says,
    )
  }
})

const sectionWith = (...labs: Parameters<typeof lab>[0][]) =>
  sectionOf(written({ parts: { labs: labs.map(lab) }, options: { detail: 'full' } }).document, 'Laboratory')

t.test('a lab without results is left out', async (t) => {
  t.equal(findAll(sectionWith({ id: 1, results: [] }, { id: 2 }), 'entry').length, 1)
  t.notOk('results' in recordOf({ labs: [lab({ results: [] })] }))
})

const numbered = (name: string, other_id?: string) => result({ name, ...(other_id !== undefined && { other_id }) })
const batteriesOf = (...results: LabResult[]) =>
  findAll(sectionWith({ id: 7, results }), 'organizer').map((organizer) => ({
    id: findAll(organizer, 'id')[0]?.attributes.extension,
    names: findAll(organizer, 'component/observation/text').map(textOf),
  }))

t.test('batteries: in order, none empty, ids of the lab’s own', async (t) => {
  t.strictSame(batteriesOf(numbered('a', '0-0'), numbered('b', '0-1'), numbered('c', '1-0')), [
    { id: 'LabOBR-7-0', names: ['a', 'b'] },
    { id: 'LabOBR-7-1', names: ['c'] },
  ])
  t.strictSame(
    batteriesOf(numbered('a', '3-0')).map(({ names }) => names),
    [['a']],
    'no empty battery 0',
  )
  t.strictSame(
    batteriesOf(numbered('a', '0-0'), numbered('b'), numbered('c', '0-1')).map(({ names }) => names),
    [['a'], ['b'], ['c']],
    'what tells no battery belongs to none of the others',
  )
  t.strictSame(
    batteriesOf(numbered('a', 'x'), numbered('b', '')).map(({ names }) => names),
    [['a', 'b']],
    'an id that is no number loses nothing',
  )
})

t.test('when the specimen was taken is not now if nobody knows', async (t) => {
  const timeOf = (obr_date: string | null) => find(sectionWith({ obr_date }), 'procedure/effectiveTime').attributes
  t.strictSame(timeOf('2013-05-31 12:13:29'), { value: '20130531121329' })
  t.strictSame(timeOf('2013-05-31'), { value: '20130531' })
  t.strictSame(timeOf(''), { nullFlavor: 'UNK' })
  t.strictSame(timeOf(null), { nullFlavor: 'UNK' })
})

t.test('the report, and what only full detail tells', async (t) => {
  const section = sectionWith({
    id: 7,
    report_status: 'P',
    discipline: 'CHEM/HAEM',
    requesting_client: 'Dr. W. Plain',
    results: [result({ labname: 'Nowhere Labs', accession: 'A1', comments: 'lipaemic' })],
  })
  t.equal(find(section, 'organizer/statusCode').attributes.code, 'active')
  t.equal(textOf(find(section, 'assignedPerson/name')), 'Dr. W. Plain')
  t.equal(textOf(find(section, 'representedOrganization/name')), 'Nowhere Labs')
  t.equal(findAll(section, 'component/observation/id')[0]?.attributes.extension, 'A1')
  t.strictSame(valuesOf(section, 'COMMENT').map(textOf), ['lipaemic'])
})

t.test('limits are numbers where they are, and words where not', async (t) => {
  const limitsOf = (ext: LabResult['ext']) => find(sectionWith({ results: [result(ext)] }), 'observationRange/value')
  t.equal(limitsOf({ minimum: '3.3', maximum: '5.5' }).attributes['xsi:type'], 'IVL_REAL')
  t.equal(find(limitsOf({ minimum: '3,3' }), 'low').attributes.value, '3.3')
  t.equal(textOf(limitsOf({ minimum: 'low', maximum: '5' })), 'low - 5')
})
