import t from 'tap'
import { author, din, drug, observed, prescription, related } from '../../fixtures/e2e/entries.ts'
import { entriesOf, nobody, provider, utc } from './importing.ts'

const medicationOf = (...prescriptions: string[]) => entriesOf('medications', drug(din, ...prescriptions))?.[0]

const year = (digits: number) => utc(`${digits}-01-01T00:00:00Z`)
const from = (low: number | '', high: number | '' = '') =>
  `<effectiveTime>${low && `<low value="${low}"/>`}${high && `<high value="${high}"/>`}</effectiveTime>`
const by = (value: string) => author({ time: `<time value="${value}"/>` })
const undated = '<effectiveTime nullFlavor="UNK"/>'
const unknown = '<effectiveTime><low nullFlavor="UNK"/></effectiveTime>'

const dates: { says: string; prescriptions: string[]; are: object }[] = [
  { says: 'start and end', prescriptions: [from(2001, 2002)], are: { start_time: year(2001), end_time: year(2002) } },
  { says: 'a plain time', prescriptions: ['<effectiveTime value="2001"/>'], are: { time: year(2001) } },
  {
    says: 'an open prescription stays open',
    prescriptions: [from(2003), from(2001, 2002)],
    are: { start_time: year(2003) },
  },
  { says: 'an end without a start', prescriptions: [from('', 2002), from(2001)], are: { end_time: year(2002) } },
  {
    says: 'a null flavour beside a date',
    prescriptions: ['<effectiveTime><low value="2001"/><high nullFlavor="UNK"/></effectiveTime>'],
    are: { start_time: year(2001), end_time: null },
  },
  {
    says: 'the first that has a usable date',
    prescriptions: [undated, unknown, from(2001, 2002), from(2003)],
    are: { start_time: year(2001), end_time: year(2002) },
  },
  {
    says: 'the author’s time is the time',
    prescriptions: [from(2001) + by('2002')],
    are: { start_time: year(2001), time: year(2002) },
  },
  {
    says: 'it replaces the prescription’s',
    prescriptions: [`<effectiveTime value="2001"/><effectiveTime><low value="2001"/></effectiveTime>${by('2002')}`],
    are: { start_time: year(2001), time: year(2002) },
  },
  {
    says: 'an unusable one makes it null',
    prescriptions: [from(2001) + by('x')],
    are: { start_time: year(2001), time: null },
  },
  {
    says: 'an author without time makes it null',
    prescriptions: [from(2001) + author()],
    are: { start_time: year(2001), time: null },
  },
  {
    says: 'the first author of any prescription',
    prescriptions: [from(2001), from(2003) + by('2004'), by('2005')],
    are: { start_time: year(2001), time: year(2004) },
  },
  {
    says: 'an unusable first author decides',
    prescriptions: [from(2001) + by('x'), from(2003) + by('2004')],
    are: { start_time: year(2001), time: null },
  },
]

t.test('the dates of a medication', async (t) => {
  for (const { says, prescriptions, are } of dates) {
    const found = Object.entries(medicationOf(...prescriptions.map((each) => prescription(each))) ?? {})
    t.strictSame(Object.fromEntries(found.filter(([key]) => /^(start_|end_)?time$/.test(key))), are, says)
  }
})

const prn = (value: string) => observed('PRNIND', `<value ${value}/>`)
const orders: { says: string; xml: string; is: object }[] = [
  { says: 'nothing known', xml: '', is: { prn: null } },
  { says: 'as needed', xml: prn('value="true"'), is: { prn: true } },
  { says: 'not as needed', xml: prn('value="false"'), is: { prn: false } },
  { says: 'exactly true or false', xml: prn('value="1"'), is: { prn: null } },
  { says: 'not TRUE', xml: prn('value="TRUE"'), is: { prn: null } },
  { says: 'not known whether as needed', xml: prn('nullFlavor="NI"'), is: { prn: null } },
  { says: 'a start', xml: from(2001), is: { prn: null, orderDateTime: year(2001) } },
  { says: 'an end', xml: from('', 2002), is: { prn: null, orderExpirationDateTime: year(2002) } },
  { says: 'a null-flavoured start', xml: unknown, is: { prn: null, orderDateTime: null } },
  { says: 'no start in a null-flavoured time', xml: undated, is: { prn: null } },
  { says: 'a prescriber', xml: by('2002'), is: { prn: null, performer: provider(nobody, year(2002)) } },
]

t.test('each prescription is an order', async (t) => {
  const kept = from(1999)
  const found = medicationOf(prescription(kept), ...orders.map(({ xml }) => prescription(xml)))?.orderInformation
  t.strictSame(found?.[0], { prn: null, orderDateTime: year(1999) })
  for (const [index, { says, is }] of orders.entries()) t.strictSame(found?.[index + 1], is, says)
  t.equal(found?.length, orders.length + 1)
})

const told = (text: string, role: string) =>
  observed('INSTRUCT', `<text>${text}</text><participant><participantRole ${role}</participantRole></participant>`)
const byCode = (text: string, code = 'PAT') => told(text, `classCode="ROL"><code code="${code}"/>`)
const byClass = (text: string) => told(text, 'classCode="PAT">')
const flagged = (value: string) => from(2001) + prn(`value="${value}"`)
const longTerm = related(
  '<templateId root="2.16.840.1.113883.3.1818.10.4.32"/><observation><code code="UNBOUND"/><text>Long Term</text></observation>',
)

const signatures: { says: string; prescriptions: string[]; rest?: string; is: string }[] = [
  { says: 'none', prescriptions: [''], is: '' },
  { says: 'told to the patient by code', prescriptions: [byCode('with <b>no</b>food')], is: 'with food' },
  { says: 'told to the patient by class', prescriptions: [byClass('with food')], is: 'with food' },
  { says: 'the code goes before the class', prescriptions: [byClass('class') + byCode('code')], is: 'code' },
  { says: 'the class where the code’s is empty', prescriptions: [byClass('class') + byCode('')], is: 'class' },
  { says: 'told to somebody else', prescriptions: [byCode('to the pharmacist', 'PHARM')], is: '' },
  { says: 'told to nobody', prescriptions: [observed('INSTRUCT', '<text>x</text>')], is: '' },
  { says: 'another observation', prescriptions: [byCode('x').replace('INSTRUCT', 'COMMENT')], is: '' },
  { says: 'line breaks and all', prescriptions: [byCode('one\n. two ')], is: 'one\n. two ' },
  { says: 'two prescriptions', prescriptions: [byCode('one'), byCode('two'), byCode('one')], is: 'one\ntwo' },
  { says: 'as needed', prescriptions: [byCode('one') + flagged('true')], is: 'one E2E_PRN_FLAG' },
  { says: 'as needed without words', prescriptions: [flagged('true')], is: ' E2E_PRN_FLAG' },
  { says: 'not as needed', prescriptions: [byCode('one') + flagged('false')], is: 'one' },
  { says: 'long term', prescriptions: [byCode('one')], rest: longTerm, is: 'one E2E_LONG_TERM_FLAG' },
  {
    says: 'both flags in their order',
    prescriptions: [byCode('one') + flagged('true')],
    rest: longTerm,
    is: 'one E2E_PRN_FLAG E2E_LONG_TERM_FLAG',
  },
  { says: 'two prescriptions as needed', prescriptions: [flagged('true'), flagged('true')], is: ' E2E_PRN_FLAG' },
  {
    says: 'the first that tells: as needed',
    prescriptions: ['', flagged('true'), flagged('false')],
    is: ' E2E_PRN_FLAG',
  },
  { says: 'the first that tells: not as needed', prescriptions: [flagged('false'), flagged('true')], is: '' },
]

t.test('what the patient was told', async (t) => {
  for (const { says, prescriptions, rest = '', is } of signatures) {
    t.equal(medicationOf(rest, ...prescriptions.map((each) => prescription(from(2001), each)))?.freeTextSig, is, says)
  }
})
