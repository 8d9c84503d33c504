import t from 'tap'
import { H, nobody, utc } from '../../gateway/import/importing.ts'
import { clinic, demographic, provider } from './charts.ts'
import { elements, find, findAll, readXml, textOf } from './reading.ts'
import { recordOf, written } from './writing.ts'

const recordWith = (columns: Parameters<typeof demographic>[0]) => recordOf({ demographic: demographic(columns) })

t.test('the record of an ordinary patient', async (t) => {
  t.strictSame(recordOf({}), {
    _id: '4711',
    emr_demographics_primary_key: '4711',
    primary_care_provider_id: '98765',
    effective_time: utc('2024-05-06T14:14:49Z'),
    first: H('Eve'),
    last: H('Testpatient'),
    birthdate: utc('1971-02-03T00:00:00Z'),
    gender: 'F',
    medical_record_number: H('9000000001'),
    languages: ['EN'],
    hash_id: H(`9000000001EveTestpatient${utc('1971-02-03T00:00:00Z')}F`),
  })
})

const births: { says: string; columns: Parameters<typeof demographic>[0]; value?: string }[] = [
  { says: 'padded', columns: { year_of_birth: '1985', month_of_birth: '4', date_of_birth: '8' }, value: '19850408' },
  { says: 'a month', columns: { year_of_birth: '1985', month_of_birth: '04', date_of_birth: '' }, value: '198504' },
  { says: 'a year', columns: { year_of_birth: '1985', month_of_birth: '00', date_of_birth: '00' }, value: '1985' },
  { says: 'nothing', columns: { year_of_birth: null, month_of_birth: null, date_of_birth: null } },
  { says: 'no number', columns: { year_of_birth: 'n/a', month_of_birth: '01', date_of_birth: '01' } },
  { says: 'the year of no date', columns: { year_of_birth: '0001', month_of_birth: '01', date_of_birth: '01' } },
]

t.test('a birth date is told as far as it is known', async (t) => {
  for (const { says, columns, value } of births) {
    const { document } = written({ parts: { demographic: demographic(columns) } })
    const attributes = value ? { value } : { nullFlavor: 'UNK' }
    t.strictSame(find(readXml(document), 'patient/birthTime').attributes, attributes, says)
    if (!value) t.equal(recordWith(columns).birthdate, null, says)
  }
})

const healthNumbers: { says: string; hin: string | null; hc_type: string | null; id: Record<string, string> }[] = [
  {
    says: 'a number of British Columbia',
    hin: '9000 000-001',
    hc_type: 'BC',
    id: { root: '2.16.840.1.113883.4.50', extension: '9000000001', assigningAuthorityName: 'BC-PHN' },
  },
  {
    says: 'a number whose issuer is not told',
    hin: '9000000001',
    hc_type: '',
    id: { root: '2.16.840.1.113883.4.50', extension: '9000000001', assigningAuthorityName: 'BC-PHN' },
  },
  {
    says: 'a number of another province',
    hin: '9000000001',
    hc_type: 'ON',
    id: { extension: '9000000001', assigningAuthorityName: 'ON' },
  },
  { says: 'a number that is no PHN', hin: '12345', hc_type: 'BC', id: { extension: '12345' } },
  { says: 'zeros', hin: '0000000000', hc_type: 'BC', id: { nullFlavor: 'NI' } },
  { says: 'blanks', hin: '  ', hc_type: 'BC', id: { nullFlavor: 'NI' } },
  { says: 'nothing', hin: null, hc_type: null, id: { nullFlavor: 'NI' } },
]

t.test('the health number, and whose it is', async (t) => {
  for (const { says, hin, hc_type, id } of healthNumbers) {
    const { document } = written({ parts: { demographic: demographic({ hin, hc_type }) } })
    t.strictSame(find(readXml(document), 'patientRole/id').attributes, id, says)
    t.equal(recordWith({ hin, hc_type }).medical_record_number, id.extension ? H(id.extension) : null, says)
  }
})

t.test('sex', async (t) => {
  const cases = { M: 'M', F: 'F', f: 'F', T: 'UN', O: 'UN', U: 'UN' }
  for (const [sex, gender] of Object.entries(cases)) t.equal(recordWith({ sex }).gender, gender, sex)
  for (const sex of ['', ' ', null]) t.equal(recordWith({ sex }).gender, null, String(sex))
})

t.test('the language is told only if it is one of the two', async (t) => {
  t.strictSame(recordWith({ official_lang: 'english' }).languages, ['EN'])
  t.strictSame(recordWith({ official_lang: 'French' }).languages, ['FR'])
  for (const official_lang of ['', null, 'Klingon']) t.notOk('languages' in recordWith({ official_lang }))
})

t.test('names that are missing or full of markup', async (t) => {
  t.equal(recordWith({ first_name: 'Eve & <Ada>' }).first, H('Eve & <Ada>'))
  t.equal(recordWith({ first_name: null, last_name: ' ' }).last, null)
  t.equal(recordWith({ first_name: '$demographic', last_name: null }).first, H('$demographic'))
})

const providers: {
  says: string
  row?: Parameters<typeof provider>[0]
  provider_no: string | null
  id: string | null
}[] = [
  { says: 'the college number', row: { ohip_no: '5', practitionerNo: '98765' }, provider_no: '101', id: '98765' },
  { says: 'the billing number', row: { ohip_no: '5', practitionerNo: ' ' }, provider_no: '101', id: '5' },
  { says: 'the word null', row: { ohip_no: 'NULL', practitionerNo: 'null' }, provider_no: '101', id: '101' },
  { says: 'a provider without a row', provider_no: '77', id: '77' },
  { says: 'no provider', provider_no: null, id: null },
  { says: 'an empty provider', provider_no: '', id: null },
  { says: 'nobody', provider_no: '0', id: null },
]

t.test('the most responsible provider', async (t) => {
  for (const { says, row, provider_no, id } of providers) {
    const at = clinic({ providers: new Map(row && [['101', provider(row)]]) })
    t.equal(recordOf({ demographic: demographic({ provider_no }) }, at).primary_care_provider_id, id, says)
  }
})

t.test('a patient without provider is exported, and so are the problems', async (t) => {
  const problem = { dxresearch_no: 1, start_date: null, update_date: null, status: 'A', dxresearch_code: '401' }
  const record = recordOf({
    demographic: demographic({ provider_no: null }),
    problems: [{ ...problem, coding_system: 'icd9' }],
  })
  t.equal(record.conditions?.[0]?.treating_provider?.[0]?.npi, nobody)
})

t.test('the head of the document, with full detail', async (t) => {
  const parts = {
    demographic: demographic({
      address: '1 Nowhere & Sons Street',
      city: 'Nowhere',
      province: 'BC',
      postal: 'V0V 0V0',
      phone: '250-555-0100',
      phone2: '250-',
      email: 'eve@nowhere.example',
    }),
  }
  const root = readXml(written({ parts, options: { detail: 'full' } }).document)
  t.equal(root.name, 'hl7:ClinicalDocument')
  t.strictSame(
    elements(root).map(({ name }) => name),
    [
      ...['realmCode', 'typeId', 'templateId', 'templateId', 'id', 'code', 'title', 'effectiveTime'],
      ...['confidentialityCode', 'languageCode', 'recordTarget', 'author', 'author', 'custodian'],
      ...['informationRecipient', 'component'],
    ],
  )
  const [title] = findAll(root, 'title')
  t.equal(title && textOf(title), 'PITO EMR-2-EMR Record of Eve Testpatient')
  const role = find(root, 'patientRole')
  t.equal(textOf(find(role, 'addr/delimiter')), '1 Nowhere & Sons Street')
  t.strictSame(
    findAll(role, 'telecom').map(({ attributes }) => attributes),
    [
      { value: 'tel:2505550100', use: 'H' },
      { value: 'tel:250', use: 'WP' },
      { value: 'mailto:eve@nowhere.example', use: 'H' },
    ],
  )
})

t.test('a clinic without a row', async (t) => {
  const { document } = written({ at: clinic({ clinic: undefined, providers: new Map() }) })
  t.strictSame(find(readXml(document), 'representedCustodianOrganization/id').attributes, { nullFlavor: 'NI' })
})
