import t from 'tap'
import { vitalSign } from '../../fixtures/e2e/entries.ts'
import { entriesOf, utc } from './importing.ts'

const bare = { codes: {}, mood_code: 'EVN', _type: 'LabResult', interpretation: null, description: '' }

const cases: { says: string; xml: string; is: object }[] = [
  { says: 'an empty one', xml: '', is: {} },
  {
    says: 'a start',
    xml: '<effectiveTime><low value="20220203"/></effectiveTime>',
    is: { start_time: utc('2022-02-03T00:00:00Z') },
  },
  {
    says: 'an interpretation',
    xml: '<interpretationCode code="N" codeSystem="2.16.840.1.113883.5.83"/>',
    is: { interpretation: { code: 'N', codeSystem: 'HITSP C80 Observation Status' } },
  },
  { says: 'an interpretation without code', xml: '<interpretationCode nullFlavor="NI"/>', is: {} },
  { says: 'a description in full', xml: '<text>Sys<b>tol</b>ic</text>', is: { description: 'Systolic' } },
  { says: 'a description from the code', xml: '<code displayName="Height"/>', is: { description: 'Height' } },
  {
    says: 'the text goes before the code',
    xml: '<code displayName="Height"/><text>Tall</text>',
    is: { description: 'Tall' },
  },
  { says: 'no status', xml: '<statusCode code="complete"/>', is: {} },
  {
    says: 'no reference range',
    xml: '<referenceRange><observationRange><text>1-2</text></observationRange></referenceRange>',
    is: {},
  },
]

t.test('a vital sign', async (t) => {
  for (const { says, xml, is } of cases)
    t.strictSame(entriesOf('vital_signs', vitalSign(xml)), [{ ...bare, ...is }], says)
})

t.test('the whole example of the specification', async (t) => {
  const xml = `<code code="8480-6" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC"/><text>Systolic (sitting)</text>
    <effectiveTime><low value="20220203"/></effectiveTime><value xsi:type="PQ" value="131" unit="mm[Hg]"/>`
  t.strictSame(entriesOf('vital_signs', vitalSign(xml)), [
    {
      codes: { LOINC: ['8480-6'] },
      mood_code: 'EVN',
      _type: 'LabResult',
      interpretation: null,
      start_time: 1643846400,
      description: 'Systolic (sitting)',
      free_text: '',
      values: [{ scalar: '131', units: 'mm[Hg]', _type: 'PhysicalQuantityResultValue' }],
    },
  ])
})
