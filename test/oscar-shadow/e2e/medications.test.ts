import t from 'tap'
import type { Drug } from '../../../oscar-shadow/chart.ts'
import { H, nobody, provider as performer, utc } from '../../gateway/import/importing.ts'
import { drug } from './charts.ts'
import { find, findAll, sectionOf, textOf } from './reading.ts'
import { recordOf, written } from './writing.ts'

const started = utc('2023-01-01T00:00:00Z')
const bare = {
  codes: { Unknown: ['NI'] },
  mood_code: 'EVN',
  _type: 'Medication',
  administrationTiming: { frequency: { numerator: null, denominator: null } },
  freeTextSig: '',
  dose: null,
  statusOfMedication: { value: 'completed' },
  longTerm: false,
  route: {},
  productForm: {},
  description: '',
  start_time: started,
  time: null,
  orderInformation: [{ prn: false, orderDateTime: started, performer: performer(nobody) }],
}
const timing = (times: number, per: number, unit: string) => ({
  administrationTiming: {
    frequency: { numerator: { unit: null, value: times }, denominator: { unit, value: per } },
  },
})
const untimed = bare.administrationTiming
const active = { statusOfMedication: { value: 'active' } }
const ending = (iso: string) => ({
  end_time: utc(`${iso}T00:00:00Z`),
  orderInformation: [{ ...bare.orderInformation[0], orderExpirationDateTime: utc(`${iso}T00:00:00Z`) }],
})
const by = (hash: string, start: number | null = null) => ({
  time: start,
  orderInformation: [{ prn: false, orderDateTime: started, performer: performer(hash, start) }],
})
const strength = (scalar: string, units: string) => ({
  values: [{ scalar, units, _type: 'PhysicalQuantityResultValue' }],
})

const cases: { says: string; columns: Partial<Drug>; is: object }[] = [
  { says: 'a drug of which nothing is known', columns: {}, is: {} },
  {
    says: 'a product with DIN and ATC',
    columns: { regional_identifier: '02363283', ATC: 'C07AB02', GN: 'METOPROLOL', BN: 'LOPRESOR & CO' },
    is: { codes: { 'HC-DIN': ['02363283'], whoATC: ['C07AB02'] }, description: 'LOPRESOR & CO' },
  },
  { says: 'the word null for a DIN', columns: { regional_identifier: 'null', ATC: 'NULL' }, is: {} },
  { says: 'a generic name', columns: { GN: 'METOPROLOL' }, is: { description: 'METOPROLOL' } },
  { says: 'a name typed by hand', columns: { customName: 'herbal <tea>' }, is: { description: 'herbal <tea>' } },
  { says: 'a frequency', columns: { freqcode: 'bid' }, is: timing(2, 1, 'd') },
  { says: 'a frequency that the column cut', columns: { freqcode: 'Q3Mont' }, is: timing(1, 3, 'mo') },
  {
    says: 'a period',
    columns: { freqcode: 'Q4-6H' },
    is: {
      administrationTiming: { ...untimed, period: { low: { unit: 'h', value: 4 }, high: { unit: 'h', value: 6 } } },
    },
  },
  { says: 'an unknown frequency', columns: { freqcode: 'prn' }, is: {} },
  {
    says: 'a duration',
    columns: { duration: '90', durunit: 'D' },
    is: { administrationTiming: { ...untimed, text: '90 D' } },
  },
  { says: 'no duration', columns: { duration: '0', durunit: 'D' }, is: {} },
  { says: 'a duration in words', columns: { duration: 'long' }, is: {} },
  {
    says: 'a dose without unit',
    columns: { takemin: 1, takemax: 2.5 },
    is: { dose: { low: '1.0', high: '2.5' }, ...strength('1.0', '') },
  },
  { says: 'a dose with a unit', columns: { takemin: 5, takemax: 5, unitName: 'm l' }, is: strength('5.0', 'm_l') },
  { says: 'a strength', columns: { dosage: '50.0 MG', unit: 'MG' }, is: strength('50.0', 'MG') },
  { says: 'two strengths', columns: { dosage: '300 MG/30 MG', unit: 'MG' }, is: strength('300', 'MG') },
  { says: 'a strength in words', columns: { dosage: 'as directed', unit: 'tab' }, is: {} },
  {
    says: 'a route, which is its own code',
    columns: { route: 'PO' },
    is: {
      route: {
        code: 'PO',
        codeSystem: '2.16.840.1.113883.5.112',
        codeSystemName: 'RouteOfAdministration',
        displayName: 'PO',
      },
    },
  },
  {
    says: 'a form',
    columns: { drug_form: 'TABLET (EXTENDED-RELEASE)' },
    is: {
      productForm: {
        code: 'ERTAB',
        codeSystem: '2.16.840.1.113883.1.11.14570',
        displayName: 'TABLET (EXTENDED-RELEASE)',
      },
    },
  },
  { says: 'an unknown form', columns: { drug_form: 'LEECH' }, is: {} },
  {
    says: 'as needed, with an instruction',
    columns: { prn: 1, special_instruction: 'with <food>\r\n& rest' },
    is: {
      freeTextSig: 'with <food>\n& rest E2E_PRN_FLAG',
      orderInformation: [{ prn: true, orderDateTime: started, performer: performer(nobody) }],
    },
  },
  {
    says: 'for long',
    columns: { long_term: 1 },
    is: { ...active, longTerm: true, freeTextSig: ' E2E_LONG_TERM_FLAG' },
  },
  { says: 'until today', columns: { end_date: '2024-05-06' }, is: { ...active, ...ending('2024-05-06') } },
  { says: 'until yesterday', columns: { end_date: '2024-05-05' }, is: ending('2024-05-05') },
  { says: 'until this month', columns: { end_date: '2024-05-00' }, is: { ...active, ...ending('2024-05-01') } },
  { says: 'no end', columns: { end_date: '0001-01-01' }, is: {} },
  {
    says: 'discontinued',
    columns: { end_date: '2030-01-01', archived: 1, archived_reason: 'patientRequest' },
    is: ending('2030-01-01'),
  },
  {
    says: 'by whom, and when',
    columns: { provider_no: '101', written_date: '2023-01-02' },
    is: by(H('HalHealer98765'), utc('2023-01-02T00:00:00Z')),
  },
  {
    says: 'by somebody outside',
    columns: { provider_no: '101', outside_provider_name: 'Dr. W. Plain', outside_provider_ohip: '55' },
    is: by(H('Dr. W. Plain55')),
  },
  {
    says: 'an outside name without number',
    columns: { provider_no: '77', outside_provider_name: 'Dr. W. Plain', outside_provider_ohip: '' },
    is: by(H('77')),
  },
]

t.test('a medication', async (t) => {
  for (const { says, columns, is } of cases) {
    t.strictSame(recordOf({ drugs: [drug(columns)] }).medications, [{ ...bare, ...is }], says)
  }
})

t.test('what had been entered in error is left out', async (t) => {
  t.notOk('medications' in recordOf({ drugs: [drug({ archived: 1, archived_reason: 'deleted' })] }))
})

t.test('a drug without any date is left out and told of', async (t) => {
  const drugs = [drug({ rx_date: '0001-01-01', end_date: '0000-00-00' }), drug({ drugid: 2 })]
  t.equal(recordOf({ drugs }).medications?.length, 1)
  t.strictSame(written({ parts: { drugs } }).warnings, ['medications: a drug without any date is left out'])
  const dated = [{ end_date: '2023-02-03' }, { written_date: '2023-02-03' }]
  for (const columns of dated) t.ok(recordOf({ drugs: [drug({ rx_date: '0001-01-01', ...columns })] }).medications)
})

t.test('one entry a DIN, leading zeros or not, its newest prescription first', async (t) => {
  const drugs = [
    drug({ drugid: 1, regional_identifier: '00000900', GN: 'old', rx_date: '2020-01-01' }),
    drug({ drugid: 2, regional_identifier: '00000200', GN: 'other' }),
    drug({ drugid: 3, customName: 'zinc' }),
    drug({ drugid: 4, regional_identifier: '900', GN: 'new', rx_date: '2023-01-01' }),
    drug({ drugid: 5, customName: 'aloe' }),
    drug({ drugid: 6, customName: 'Zinc' }),
  ]
  const told = recordOf({ drugs }).medications ?? []
  t.strictSame(
    told.map(({ description }) => description),
    ['other', 'new', 'aloe', 'Zinc', 'zinc'],
  )
  t.strictSame(
    told[1]?.orderInformation.map(({ orderDateTime }) => orderDateTime),
    [utc('2023-01-01T00:00:00Z'), utc('2020-01-01T00:00:00Z')],
  )
})

const statuses: { says: string; rows: Partial<Drug>[]; active: boolean; longTerm: boolean }[] = [
  {
    says: 'the newest runs',
    rows: [{ end_date: '2020-01-01' }, { end_date: '2030-01-01' }],
    active: true,
    longTerm: false,
  },
  {
    says: 'an older one runs',
    rows: [{ end_date: '2030-01-01' }, { end_date: '2020-01-01' }],
    active: true,
    longTerm: false,
  },
  { says: 'none runs', rows: [{ end_date: '2020-01-01' }, { end_date: '2021-01-01' }], active: false, longTerm: false },
  { says: 'the one for long was ended', rows: [{ long_term: 1, archived: 1 }, {}], active: false, longTerm: false },
  { says: 'all were ended', rows: [{ long_term: 1, archived: 1 }], active: false, longTerm: true },
]

t.test('a drug is taken as long as any of its prescriptions runs', async (t) => {
  for (const { says, rows, active, longTerm } of statuses) {
    const drugs = rows.map((columns, index) => drug({ drugid: index + 1, regional_identifier: '1', ...columns }))
    const [told] = recordOf({ drugs }).medications ?? []
    t.strictSame([told?.statusOfMedication.value, told?.longTerm], [active ? 'active' : 'completed', longTerm], says)
  }
})

t.test('no placeholder codes', async (t) => {
  const drugs = [drug({ GN: 'METOPROLOL', drug_form: 'LEECH', dosage: '5', unit: 'MG', BN: 'X' })]
  const { document } = written({ parts: { drugs }, options: { detail: 'full' } })
  t.notMatch(document, 'TBD')
  const section = sectionOf(document, 'Medications')
  const [form] = findAll(section, 'e2e:formCode')
  t.equal(form?.attributes.displayName, 'LEECH')
  t.equal(form?.attributes.nullFlavor, 'OTH')
  t.equal(textOf(find(section, 'item')), 'X')
})
