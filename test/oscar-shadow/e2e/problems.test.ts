import t from 'tap'
import type { Problem } from '../../../oscar-shadow/chart.ts'
import { provider as author, H, utc } from '../../gateway/import/importing.ts'
import { problem } from './charts.ts'
import { find, findAll, sectionOf, textOf } from './reading.ts'
import { recordOf, written } from './writing.ts'

const healer = H('HalHealer98765')
const bare = {
  codes: { ICD9: ['401'] },
  mood_code: 'EVN',
  _type: 'Condition',
  type: null,
  description: 'ESSENTIAL HYPERTENSION*',
  status_code: { 'SNOMED-CT': ['55561003'], 'HL7 ActStatus': ['active'] },
  time: null,
  treating_provider: [author(healer)],
}
const updated = utc('2012-03-04T00:00:00Z')

const cases: { says: string; columns: Partial<Problem>; is: object }[] = [
  { says: 'an active one', columns: {}, is: {} },
  { says: 'a resolved one', columns: { status: 'C' }, is: { status_code: { 'HL7 ActStatus': ['completed'] } } },
  { says: 'since when', columns: { start_date: '2011-02-03' }, is: { start_time: utc('2011-02-03T00:00:00Z') } },
  { says: 'the date of no date', columns: { start_date: '0001-01-01' }, is: {} },
  { says: 'a year', columns: { start_date: '2011-00-00' }, is: { start_time: utc('2011-01-01T00:00:00Z') } },
  {
    says: 'a date and time of a later build',
    columns: { update_date: '2012-03-04 12:13:14' },
    is: { treating_provider: [author(healer, updated)] },
  },
  {
    says: 'markup in the description',
    columns: { dxresearch_code: '250' },
    is: { codes: { ICD9: ['250'] }, description: 'DIABETES & <OTHERS>' },
  },
  {
    says: 'a code that nobody describes',
    columns: { dxresearch_code: 'V700' },
    is: { codes: { ICD9: ['V700'] }, description: 'V700' },
  },
  { says: 'the system in capitals', columns: { coding_system: ' ICD9 ' }, is: {} },
]

t.test('a problem', async (t) => {
  for (const { says, columns, is } of cases) {
    t.strictSame(recordOf({ problems: [problem(columns)] }).conditions, [{ ...bare, ...is }], says)
  }
})

t.test('a problem without status claims none', async (t) => {
  const [told] = recordOf({ problems: [problem({ status: null })] }).conditions ?? []
  t.notOk(told && 'status_code' in told)
})

t.test('a row of no or an unknown coding system is left out and told of; the others stay', async (t) => {
  const problems = [
    problem({ dxresearch_no: 1, coding_system: null }),
    problem({ dxresearch_no: 2, coding_system: 'ichppccode' }),
    problem({ dxresearch_no: 3 }),
    problem({ dxresearch_no: 4, dxresearch_code: '' }),
  ]
  t.strictSame(recordOf({ problems }).conditions, [bare])
  t.strictSame(written({ parts: { problems } }).warnings, [
    'problems: a row without a coding system that is known here is left out (2 times)',
    'problems: a row without code is left out',
  ])
})

t.test('other coding systems stand under their own OID, and no ICD-9 is made of them', async (t) => {
  const systems = { icd10: '2.16.840.1.113883.6.3', SnomedCore: '2.16.840.1.113883.6.96' }
  for (const [coding_system, oid] of Object.entries(systems)) {
    const problems = [problem({ coding_system, dxresearch_code: 'X1' })]
    const section = sectionOf(written({ parts: { problems } }).document, 'Problems')
    t.strictSame(
      findAll(section, 'observation/value').map(({ attributes }) => [attributes.codeSystem, attributes.code]),
      [[oid, 'X1']],
      coding_system,
    )
    t.strictSame(recordOf({ problems }).conditions?.[0]?.codes, {})
  }
})

t.test('SNOMED CT has its right root', async (t) => {
  const { document } = written({ parts: { problems: [problem()] }, options: { detail: 'full' } })
  const section = sectionOf(document, 'Problems')
  t.equal(findAll(section, 'entry/observation/code')[0]?.attributes.codeSystem, '2.16.840.1.113883.6.96')
  t.equal(textOf(find(section, 'item')), 'ESSENTIAL HYPERTENSION* (ICD9: 401)')
})
