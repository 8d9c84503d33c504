import t from 'tap'
import type { Measurement } from '../../../oscar-shadow/chart.ts'
import { utc } from '../../gateway/import/importing.ts'
import { measurement } from './charts.ts'
import { find, findAll, sectionOf } from './reading.ts'
import { recordOf, written } from './writing.ts'

const quantity = (scalar: string, units: string | null) => ({
  values: [{ scalar, units, _type: 'PhysicalQuantityResultValue' }],
})
const number = (scalar: string, units: string) => ({ free_text: '', ...quantity(scalar, units) })
const text = (told: string) => ({ free_text: told, ...quantity(told.trim(), null) })
const sign = (codes: object, description: string, value: object) => ({
  codes,
  mood_code: 'EVN',
  _type: 'LabResult',
  interpretation: null,
  description,
  ...value,
})
const loinc = (code: string) => ({ LOINC: [code] })
const oscar = (type: string) => ({ OSCAR: [type] })
const pressure = (systolic: string, diastolic: string) => [
  sign(loinc('8480-6'), 'Systolic Blood Pressure', number(systolic, 'mm[Hg]')),
  sign(loinc('8462-4'), 'Diastolic Blood Pressure', number(diastolic, 'mm[Hg]')),
]
const whole = (value: object) => [sign(loinc('55284-4'), 'BP', value)]
const weight = (value: object) => [sign(loinc('3141-9'), 'Weight', value)]

const cases: { says: string; columns: Partial<Measurement>; is: object[] }[] = [
  { says: 'a number with its unit', columns: { dataField: '70.5' }, is: weight(number('70.5', 'kg')) },
  { says: 'a decimal comma', columns: { dataField: '80,5' }, is: weight(number('80.5', 'kg')) },
  { says: 'a comma of thousands, perhaps', columns: { dataField: '3,200' }, is: weight(text('3,200')) },
  { says: 'words', columns: { dataField: 'refused & left' }, is: weight(text('refused & left')) },
  { says: 'a number with words', columns: { dataField: '70 kg' }, is: weight(text('70 kg')) },
  { says: 'nothing', columns: { dataField: '' }, is: weight({ free_text: '' }) },
  { says: 'a pressure', columns: { type: 'BP', dataField: '130/85' }, is: pressure('130', '85') },
  { says: 'a pressure with blanks', columns: { type: 'BP', dataField: ' 130 / 85 ' }, is: pressure('130', '85') },
  { says: 'a pressure with words', columns: { type: 'BP', dataField: '130/85 sitting' }, is: pressure('130', '85') },
  { says: 'a pressure with decimals', columns: { type: 'BP', dataField: '120.5/80' }, is: pressure('120.5', '80') },
  {
    says: 'a pressure with a decimal comma',
    columns: { type: 'BP', dataField: '120,5/80' },
    is: pressure('120.5', '80'),
  },
  { says: 'a pressure with a comma between', columns: { type: 'BP', dataField: '130,85' }, is: pressure('130', '85') },
  { says: 'three numbers', columns: { type: 'BP', dataField: '130/85/70' }, is: whole(text('130/85/70')) },
  { says: 'half a pressure', columns: { type: 'BP', dataField: '130' }, is: whole(number('130', 'mm[Hg]')) },
  { says: 'no pressure', columns: { type: 'BP', dataField: 'not taken' }, is: whole(text('not taken')) },
  {
    says: 'a pulse',
    columns: { type: 'PULSE', dataField: '71' },
    is: [sign(loinc('8867-4'), 'Pulse', number('71', '/min'))],
  },
  {
    says: 'a temperature',
    columns: { type: 'TEMP', dataField: '36,6' },
    is: [sign(loinc('8310-5'), 'TEMP', number('36.6', 'Cel'))],
  },
  {
    says: 'a type without LOINC, under its own name and never as TBD',
    columns: { type: 'EGFR', dataField: '60' },
    is: [sign(oscar('EGFR'), 'EGFR', number('60', 'mL/min'))],
  },
  { says: 'a type without unit', columns: { type: 'A1C', dataField: '7' }, is: [sign(oscar('A1C'), 'A1C', text('7'))] },
  { says: 'no type', columns: { type: '', dataField: '7' }, is: [sign({}, '', text('7'))] },
]

t.test('a measurement', async (t) => {
  for (const { says, columns, is } of cases) {
    t.strictSame(recordOf({ measurements: [measurement(columns)] }).vital_signs, is, says)
  }
})

t.test('how, when and by whom', async (t) => {
  const rows = [measurement({ measuringInstruction: 'in kg', dateObserved: '2012-03-04 12:00:00', providerNo: '0' })]
  const [told] = recordOf({ measurements: rows }).vital_signs ?? []
  t.equal(told?.description, 'Weight (in kg)')
  t.equal(told?.start_time, utc('2012-03-04T12:00:00Z'))
  const section = sectionOf(written({ parts: { measurements: rows } }).document, 'Clinical Measured Observations')
  t.strictSame(find(section, 'author/assignedAuthor/id').attributes, { nullFlavor: 'NI' }, 'provider 0 is nobody')
})

t.test('a zero date leaves the value', async (t) => {
  const [told] = recordOf({ measurements: [measurement({ dateObserved: '0000-00-00 00:00:00' })] }).vital_signs ?? []
  t.notOk(told && 'start_time' in told)
  t.strictSame(told?.values?.[0]?.scalar, '70')
})

t.test('both halves of a pressure keep the id of the row', async (t) => {
  const { document } = written({ parts: { measurements: [measurement({ id: 9, type: 'BP', dataField: '1/2' })] } })
  const ids = findAll(sectionOf(document, 'Clinical'), 'organizer/id').map(({ attributes }) => attributes.extension)
  t.strictSame(ids, ['ClinicalMeasuredObservations-9', 'ClinicalMeasuredObservations-9'])
})

t.test('without any the section is left out', async (t) => {
  t.throws(() => sectionOf(written({ options: { detail: 'full' } }).document, 'Clinical Measured Observations'))
  t.notOk('vital_signs' in recordOf({}))
})
