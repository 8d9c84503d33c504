import t from 'tap'
import { author, observed, problem } from '../../fixtures/e2e/entries.ts'
import { entriesOf, H, provider } from './importing.ts'

const bare = { codes: {}, mood_code: 'EVN', _type: 'Condition', description: '', time: null }
const icd = (code: string, rest = '') => `<value code="${code}" codeSystem="2.16.840.1.113883.6.42" ${rest}/>`
const status = (code: string) => `<statusCode code="${code}"/>`

const cases = [
  { says: 'a billing code', xml: observed('BILLINGCODE', icd('401')), is: { codes: { ICD9: ['401'] }, type: null } },
  { says: 'an ICD-9 code', xml: observed('ICD9CODE', icd('250')), is: { codes: { ICD9: ['250'] }, type: null } },
  {
    says: 'both, in order and with duplicates',
    xml: observed('ICD9CODE', icd('2')) + observed('BILLINGCODE', icd('1')) + observed('ICD9CODE', icd('2')),
    is: { codes: { ICD9: ['2', '1', '2'] }, type: null },
  },
  {
    says: 'no translations',
    xml: observed(
      'ICD9CODE',
      '<value code="1" codeSystem="2.16.840.1.113883.6.42"><translation code="2" codeSystem="1.2"/></value>',
    ),
    is: { codes: { ICD9: ['1'] }, type: null },
  },
  {
    says: 'a null-flavoured value',
    xml: observed('ICD9CODE', '<value nullFlavor="NI"/>'),
    is: { codes: { Unknown: ['NI'] }, type: null },
  },
  { says: 'an observation without value has no type', xml: observed('ICD9CODE'), is: {} },
  { says: 'another observation has no code', xml: observed('DATEOBS', icd('1')), is: {} },
  {
    says: 'the problem’s own SNOMED code is not imported',
    xml: '<code code="1" codeSystem="2.16.840.1.113883.6.96"/><value code="38341003" codeSystem="2.16.840.1.113883.6.96"/>',
    is: {},
  },
  {
    says: 'the name of the code describes it',
    xml: `<text>note</text>${observed('ICD9CODE', icd('401', 'displayName="HYPERTENSION*"'))}`,
    is: { codes: { ICD9: ['401'] }, type: null, description: 'HYPERTENSION*' },
  },
  {
    says: 'the first name that is not empty',
    xml:
      observed('ICD9CODE', icd('1', 'displayName=""')) +
      observed('ICD9CODE', icd('2', 'displayName="b"')) +
      observed('ICD9CODE', icd('3', 'displayName="c"')),
    is: { codes: { ICD9: ['1', '2', '3'] }, type: null, description: 'b' },
  },
  {
    says: 'the text describes it if the code has no name',
    xml: `<text>no<b>te</b></text>${observed('ICD9CODE', icd('401'))}`,
    is: { codes: { ICD9: ['401'] }, type: null, description: 'no' },
  },
  {
    says: 'dates',
    xml: '<effectiveTime><low value="20150203"/><high value="20150204"/></effectiveTime>',
    is: { start_time: 1422921600, end_time: 1423008000 },
  },
  { says: 'a plain time is not the problem’s', xml: '<effectiveTime value="20150203"/>', is: {} },
  {
    says: 'active',
    xml: status('active'),
    is: { status_code: { 'SNOMED-CT': ['55561003'], 'HL7 ActStatus': ['active'] } },
  },
  { says: 'inactive', xml: status('inactive'), is: { status_code: { 'SNOMED-CT': ['73425007'] } } },
  { says: 'resolved', xml: status('resolved'), is: { status_code: { 'SNOMED-CT': ['413322009'] } } },
  { says: 'completed', xml: status('completed'), is: { status_code: { 'HL7 ActStatus': ['completed'] } } },
  { says: 'aborted', xml: status('aborted'), is: { status_code: { 'HL7 ActStatus': ['aborted'] } } },
  { says: 'nullified', xml: status('nullified'), is: { status_code: { 'HL7 ActStatus': ['nullified'] } } },
  {
    says: 'a status called constructor',
    xml: status('constructor'),
    is: { status_code: { 'HL7 ActStatus': ['constructor'] } },
  },
  { says: 'a null-flavoured status', xml: '<statusCode nullFlavor="NI"/>', is: {} },
  {
    says: 'an author',
    xml: author({ time: '<time value="20200101"/>', name: '<name>Dr. W. Plain</name>' }),
    is: { treating_provider: [provider(H('Dr. W. Plain'), 1577836800)] },
  },
]

t.test('a problem', async (t) => {
  for (const { says, xml, is } of cases) t.strictSame(entriesOf('conditions', problem(xml)), [{ ...bare, ...is }], says)
})
