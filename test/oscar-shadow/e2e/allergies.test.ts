import t from 'tap'
import type { Allergy } from '../../../oscar-shadow/chart.ts'
import { utc } from '../../gateway/import/importing.ts'
import { allergy } from './charts.ts'
import { findAll, sectionOf, valuesOf } from './reading.ts'
import { recordOf, written } from './writing.ts'

const present = { 'SNOMED-CT': ['410605003'] }
const cancelled = { 'SNOMED-CT': ['89925002'] }
const bare = {
  codes: { Unknown: ['NI'] },
  mood_code: 'EVN',
  _type: 'Allergy',
  description: '',
  status_code: present,
  type: null,
  reaction: { text: '', value: null },
  severity: null,
}
const kind = (code: string, displayName: string) => ({
  code,
  displayName,
  codeSystem: '2.16.840.1.113883.5.4',
  codeSystemName: 'HL7 ActCode',
})
const severity = (code: string, displayName: string) => ({
  code,
  displayName,
  codeSystem: '2.16.840.1.113883.5.1063',
  codeSystemName: 'HL7 ObservationValue',
})
const medication = { type: kind('MED', 'Medication') }
const substance = { type: kind('SUB', 'Substance') }
const since = (iso: string) => ({ start_time: utc(`${iso}T00:00:00Z`) })

const cases: { says: string; columns: Partial<Allergy>; is: object }[] = [
  { says: 'an allergy of which nothing is known', columns: {}, is: {} },
  { says: 'the flag of a current one is text', columns: { archived: '0' }, is: { status_code: present } },
  { says: 'one taken off', columns: { archived: '1' }, is: { status_code: cancelled } },
  { says: 'no flag', columns: { archived: null }, is: { status_code: present } },
  { says: 'a substance in words', columns: { DESCRIPTION: 'BEES & <WASPS>' }, is: { description: 'BEES & <WASPS>' } },
  {
    says: 'a product',
    columns: { DESCRIPTION: 'PENICILLIN', regional_identifier: '00000001' },
    is: { description: 'PENICILLIN', codes: { 'HC-DIN': ['00000001'] } },
  },
  { says: 'the word null for a product', columns: { regional_identifier: 'null' }, is: {} },
  ...[8, 10, 11, 13].map((TYPECODE) => ({ says: `type ${TYPECODE}`, columns: { TYPECODE }, is: medication })),
  ...[12, 14].map((TYPECODE) => ({ says: `type ${TYPECODE}`, columns: { TYPECODE }, is: substance })),
  ...[0, 6, 7, 9].map((TYPECODE) => ({ says: `type ${TYPECODE}`, columns: { TYPECODE }, is: {} })),
  { says: 'a mild one', columns: { severity_of_reaction: '1' }, is: { severity: severity('A2', 'Mild reaction') } },
  {
    says: 'a moderate one',
    columns: { severity_of_reaction: '2' },
    is: { severity: severity('A3', 'Moderate reaction') },
  },
  { says: 'a severe one', columns: { severity_of_reaction: '3' }, is: { severity: severity('A4', 'Severe reaction') } },
  { says: 'an unknown severity', columns: { severity_of_reaction: '4' }, is: {} },
  {
    says: 'a reaction',
    columns: { reaction: 'hives\r\n& more', providerNo: '101', entry_date: '2011-02-03' },
    is: { reaction: { text: 'hives\n& more', value: null }, ...since('2011-02-03') },
  },
  { says: 'an empty reaction', columns: { reaction: '' }, is: {} },
  { says: 'last changed', columns: { lastUpdateDate: '2012-03-04 05:06:07' }, is: since('2012-03-04') },
  {
    says: 'a zero date of the update that added the column',
    columns: { lastUpdateDate: '0000-00-00 00:00:00', entry_date: '2011-02-03' },
    is: since('2011-02-03'),
  },
  { says: 'zero dates only', columns: { lastUpdateDate: '0000-00-00 00:00:00', entry_date: '0001-01-01' }, is: {} },
  { says: 'a month', columns: { lastUpdateDate: '2012-03-00' }, is: since('2012-03-01') },
]

t.test('an allergy', async (t) => {
  for (const { says, columns, is } of cases) {
    t.strictSame(recordOf({ allergies: [allergy(columns)] }).allergies, [{ ...bare, ...is }], says)
  }
})

t.test('those that count come first, the worst foremost', async (t) => {
  const rows = [
    allergy({ allergyid: 1, archived: '1', severity_of_reaction: '3', DESCRIPTION: 'off' }),
    allergy({ allergyid: 2, archived: '0', severity_of_reaction: '1', DESCRIPTION: 'mild' }),
    allergy({ allergyid: 3, archived: null, severity_of_reaction: '3', DESCRIPTION: 'severe' }),
    allergy({ allergyid: 4, archived: '0', severity_of_reaction: null, DESCRIPTION: 'unknown' }),
  ]
  const told = recordOf({ allergies: rows }).allergies?.map(({ description }) => description)
  t.strictSame(told, ['severe', 'mild', 'unknown', 'off'])
})

const stages = { N: '133933007', I: '133931009', C: '410601007', T: '133937008', A: '133936004', X: undefined }

t.test('the stage of life', async (t) => {
  for (const [life_stage, code] of Object.entries(stages)) {
    const { document } = written({ parts: { allergies: [allergy({ life_stage })] } })
    const codes = valuesOf(sectionOf(document, 'Allergies'), 'LIFEOBS').map(({ attributes }) => attributes.code)
    t.strictSame(codes, code ? [code] : [], life_stage)
  }
})

t.test('what the act says of the status, no importer reads; it is right nevertheless', async (t) => {
  const rows = [allergy({ allergyid: 1, archived: '0' }), allergy({ allergyid: 2, archived: '1' })]
  const { document } = written({ parts: { allergies: rows } })
  const statuses = findAll(sectionOf(document, 'Allergies'), 'act/statusCode').map(({ attributes }) => attributes.code)
  t.strictSame(statuses, ['active', 'completed'])
})
