import t from 'tap'
import { labResult, vitalSign } from '../../fixtures/e2e/entries.ts'
import { entriesOf } from './importing.ts'

const quantity = (scalar: string, units: string | null = null) => ({
  values: [{ scalar, units, _type: 'PhysicalQuantityResultValue' }],
})

/** What a value becomes in either section: only the two keys that it decides. */
const cases: { says: string; xml: string; result: object; vital: object }[] = [
  {
    says: 'a string, as written',
    xml: '<value xsi:type="ST"> 9.3 g </value>',
    result: { free_text: ' 9.3 g ' },
    vital: { ...quantity('9.3 g'), free_text: ' 9.3 g ' },
  },
  {
    says: 'a string in full',
    xml: '<value xsi:type="ST">a<b>b</b>&lt;</value>',
    result: { free_text: 'ab<' },
    vital: { ...quantity('ab<'), free_text: 'ab<' },
  },
  {
    says: 'a string as attribute',
    xml: '<value xsi:type="ST" value=" 5 "/>',
    result: { free_text: ' 5 ' },
    vital: { ...quantity('5'), free_text: '' },
  },
  { says: 'an empty string', xml: '<value xsi:type="ST"/>', result: { free_text: '' }, vital: { free_text: '' } },
  {
    says: 'a null-flavoured string',
    xml: '<value xsi:type="ST" nullFlavor="NI"/>',
    result: { free_text: '' },
    vital: { free_text: '' },
  },
  {
    says: 'a quantity',
    xml: '<value xsi:type="PQ" value="46.0" unit="cm"/>',
    result: quantity('46.0', 'cm'),
    vital: { ...quantity('46.0', 'cm'), free_text: '' },
  },
  {
    says: 'a quantity with blanks',
    xml: '<value xsi:type="PQ" value=" 46 " unit="cm"/>',
    result: quantity('46', 'cm'),
    vital: { ...quantity('46', 'cm'), free_text: '' },
  },
  {
    says: 'a quantity without unit',
    xml: '<value xsi:type="PQ" value="1.1"/>',
    result: quantity('1.1'),
    vital: { ...quantity('1.1'), free_text: '' },
  },
  {
    says: 'a zero',
    xml: '<value xsi:type="PQ" value="0" unit="g"/>',
    result: quantity('0', 'g'),
    vital: { ...quantity('0', 'g'), free_text: '' },
  },
  {
    says: 'a value without type',
    xml: '<value> 5 </value>',
    result: quantity('5'),
    vital: { ...quantity('5'), free_text: ' 5 ' },
  },
  {
    says: 'a type without the schema instance’s namespace',
    xml: '<value type="ST">5</value>',
    result: quantity('5'),
    vital: { ...quantity('5'), free_text: '5' },
  },
  {
    says: 'a type with a prefix',
    xml: '<value xsi:type="hl7:ST">5</value>',
    result: { free_text: '5' },
    vital: { ...quantity('5'), free_text: '5' },
  },
  {
    says: 'a type with another prefix',
    xml: '<value xmlns:q="urn:q" xsi:type="q:ST">5</value>',
    result: { free_text: '5' },
    vital: { ...quantity('5'), free_text: '5' },
  },
  {
    says: 'a type by another prefix',
    xml: `<value xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="ST">5</value>`,
    result: { free_text: '5' },
    vital: { ...quantity('5'), free_text: '5' },
  },
  {
    says: 'a null-flavoured quantity',
    xml: '<value xsi:type="PQ" nullFlavor="NI"/>',
    result: {},
    vital: { free_text: '' },
  },
  { says: 'an empty quantity', xml: '<value xsi:type="PQ" value="" unit="cm"/>', result: {}, vital: { free_text: '' } },
  {
    says: 'a quantity with a unit only',
    xml: '<value xsi:type="PQ" unit="cm"/>',
    result: {},
    vital: { free_text: '' },
  },
  {
    says: 'a coded value with a name',
    xml: '<value xsi:type="CD" code="260385009" displayName="Negative"/>',
    result: { free_text: 'Negative' },
    vital: { free_text: '' },
  },
  {
    says: 'a coded value without name',
    xml: '<value xsi:type="CD" code="260385009"/>',
    result: { free_text: '260385009' },
    vital: { free_text: '' },
  },
  {
    says: 'a null-flavoured code',
    xml: '<value xsi:type="CD" nullFlavor="NA"/>',
    result: {},
    vital: { free_text: '' },
  },
  {
    says: 'an interval',
    xml: '<value xsi:type="IVL_PQ"><low value="1"/><high value="2"/></value>',
    result: {},
    vital: { free_text: '' },
  },
  { says: 'an empty element', xml: '<value/>', result: {}, vital: { free_text: '' } },
  { says: 'no element', xml: '', result: {}, vital: {} },
  {
    says: 'the first of two',
    xml: '<value xsi:type="PQ" value="1"/><value xsi:type="ST">2</value>',
    result: quantity('1'),
    vital: { ...quantity('1'), free_text: '' },
  },
]

const keysOfValue = (entry: object | undefined) =>
  Object.fromEntries(Object.entries(entry ?? {}).filter(([key]) => key === 'values' || key === 'free_text'))

t.test('the value of a lab result', async (t) => {
  for (const { says, xml, result } of cases)
    t.strictSame(keysOfValue(entriesOf('results', labResult(xml))?.[0]), result, says)
})

t.test('the value of a vital sign', async (t) => {
  for (const { says, xml, vital } of cases) {
    t.strictSame(keysOfValue(entriesOf('vital_signs', vitalSign(xml))?.[0]), vital, says)
  }
})

const oid = '2.16.840.1.113883.6.1'
const systems: { says: string; attributes: string; codes: object }[] = [
  {
    says: 'the name as written',
    attributes: `code="1" codeSystem="${oid}" codeSystemName="Exclleris"`,
    codes: { Exclleris: ['1'] },
  },
  { says: 'a name without an OID', attributes: 'code="1" codeSystemName="pCLOCD"', codes: { pCLOCD: ['1'] } },
  { says: 'the OID’s name if there is none', attributes: `code="1" codeSystem="${oid}"`, codes: { LOINC: ['1'] } },
  {
    says: 'the OID’s name if it is empty',
    attributes: `code="1" codeSystem="${oid}" codeSystemName=""`,
    codes: { LOINC: ['1'] },
  },
  { says: 'an unknown OID', attributes: 'code="1" codeSystem="1.2"', codes: { Unknown: ['1'] } },
  { says: 'neither name nor OID', attributes: 'code="1"', codes: {} },
  { says: '__proto__', attributes: `code="1" codeSystem="${oid}" codeSystemName="__proto__"`, codes: { LOINC: ['1'] } },
  { says: 'prototype', attributes: `code="1" codeSystem="${oid}" codeSystemName="prototype"`, codes: { LOINC: ['1'] } },
  {
    says: 'constructor',
    attributes: `code="1" codeSystem="${oid}" codeSystemName="constructor"`,
    codes: { LOINC: ['1'] },
  },
  { says: '__proto__ without an OID', attributes: 'code="1" codeSystemName="__proto__"', codes: {} },
  {
    says: '__proto__ behind a dollar',
    attributes: `code="1" codeSystem="${oid}" codeSystemName="$__proto__"`,
    codes: { LOINC: ['1'] },
  },
  { says: 'a dot', attributes: 'code="1" codeSystemName="a.b.c"', codes: { a_b_c: ['1'] } },
  { says: 'a dollar', attributes: 'code="1" codeSystemName="$x"', codes: { x: ['1'] } },
  { says: 'dollars and dots', attributes: 'code="1" codeSystemName="$$a.b$"', codes: { a_b$: ['1'] } },
  { says: 'a null flavour', attributes: 'nullFlavor="NI" codeSystemName="pCLOCD"', codes: {} },
  { says: 'names that objects inherit', attributes: 'code="1" codeSystemName="toString"', codes: { toString: ['1'] } },
]

t.test('the code system of a result or vital sign', async (t) => {
  for (const { says, attributes, codes } of systems) {
    const code = `<code ${attributes}><translation code="no" codeSystem="${oid}" codeSystemName="no"/></code>`
    t.strictSame(entriesOf('results', labResult(code))?.[0]?.codes, codes, `result: ${says}`)
    t.strictSame(entriesOf('vital_signs', vitalSign(code))?.[0]?.codes, codes, `vital sign: ${says}`)
  }
})
