import t from 'tap'
import { readDinAtc } from '../../../gateway/import/din-atc.ts'
import { EndpointError } from '../../../provision/endpoint-error.ts'
import { documentWith } from '../../fixtures/e2e/document.ts'
import { drug, prescription, started } from '../../fixtures/e2e/entries.ts'
import { imported } from './importing.ts'

const table = JSON.stringify([
  { din: '02243588', atc: 'C01DA02' },
  { din: '00682020', atc: 'J01FA01' },
  { din: '00000001', atc: '' },
  { din: '00000002', atc: 'None' },
])
const atc = (code: string) => `<code code="${code}" codeSystem="2.16.840.1.113883.6.73"/>`
const din = (code: string) => `<code code="${code}" codeSystem="2.16.840.1.113883.5.1105"/>`
const codesOf = (codes: string, options: Parameters<typeof imported>[1]) =>
  imported(documentWith('medications', drug(codes, prescription(started))), options).medications?.[0]?.codes

const cases = [
  { says: 'the document’s own', codes: atc('A01'), are: { whoATC: ['A01'] } },
  {
    says: 'the document’s own before the table’s',
    codes: din('02243588') + atc('A01'),
    are: { 'HC-DIN': ['02243588'], whoATC: ['A01'] },
  },
  {
    says: 'the same the other way round',
    codes: atc('A01') + din('02243588'),
    are: { 'HC-DIN': ['02243588'], whoATC: ['A01'] },
  },
  { says: 'only the first of the document', codes: atc('A01') + atc('B02'), are: { whoATC: ['A01'] } },
  {
    says: 'one in a translation',
    codes: din('02243588').replace('/>', `>${atc('A01').replace('code', 'translation')}</code>`),
    are: { 'HC-DIN': ['02243588'], whoATC: ['A01'] },
  },
  { says: 'the table’s', codes: din('02243588'), are: { 'HC-DIN': ['02243588'], whoATC: ['C01DA02'] } },
  {
    says: 'the table’s for a DIN without its zero, which stays so',
    codes: din('2243588'),
    are: { 'HC-DIN': ['2243588'], whoATC: ['C01DA02'] },
  },
  {
    says: 'the table’s for a DIN without two',
    codes: din('682020'),
    are: { 'HC-DIN': ['682020'], whoATC: ['J01FA01'] },
  },
  { says: 'none for an unknown DIN', codes: din('00999991'), are: { 'HC-DIN': ['00999991'] } },
  { says: 'none for an empty entry of the table', codes: din('00000001'), are: { 'HC-DIN': ['00000001'] } },
  { says: 'none for a placeholder of the table', codes: din('2'), are: { 'HC-DIN': ['2'] } },
  {
    says: 'none without a DIN',
    codes: '<code code="02243588" codeSystem="2.16.840.1.113883.6.88"/>',
    are: { RxNorm: ['02243588'] },
  },
  {
    says: 'none for a DIN of PITO’s misspelt system',
    codes: '<code code="02243588" codeSystem="2.16.840.1.113.883.5.1105"/>',
    are: { Unknown: ['02243588'] },
  },
]

t.test('the ATC of a medication', async (t) => {
  const atcByDin = readDinAtc(table)
  for (const { says, codes, are } of cases) t.strictSame(codesOf(codes, { atcByDin }), are, says)
})

t.test('without a table there is only the document’s own', async (t) => {
  t.strictSame(codesOf(din('02243588'), {}), { 'HC-DIN': ['02243588'] })
  t.strictSame(codesOf(din('02243588') + atc('A01'), {}), { 'HC-DIN': ['02243588'], whoATC: ['A01'] })
})

t.test('the table looks drugs up by 8 digits', async (t) => {
  const map = readDinAtc(table)
  t.equal(map.get('02243588'), 'C01DA02')
  t.equal(map.get('2243588'), undefined)
  t.equal(readDinAtc('[]').size, 0)
})

t.test('a table of the wrong form is refused with advice', async (t) => {
  const wrong = [
    '',
    'no',
    '{}',
    'null',
    '{"din":"02243588","atc":"C01DA02"}',
    '["02243588"]',
    '[null]',
    '[{"din":"02243588"}]',
    '[{"atc":"C01DA02"}]',
    '[{"din":2243588,"atc":"C01DA02"}]',
    '[{"din":"02243588","atc":7}]',
  ]
  for (const json of wrong) {
    t.throws(() => readDinAtc(json), EndpointError, json)
    try {
      readDinAtc(json)
    } catch (error) {
      t.ok(error instanceof EndpointError && error.advice !== '', `${json}: advice`)
    }
  }
})
