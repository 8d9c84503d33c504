import t from 'tap'
import { labResult } from '../../fixtures/e2e/entries.ts'
import { entriesOf, utc } from './importing.ts'

const bare = {
  codes: {},
  mood_code: 'EVN',
  _type: 'LabResult',
  interpretation: {},
  description: '',
  status_code: { value: '' },
  referenceRange: 'unspecified',
}
const range = (text: string) => `<referenceRange><observationRange>${text}</observationRange></referenceRange>`
const read = (code: string, rest: string) => `<interpretationCode code="${code}" ${rest}/>`

const cases: { says: string; xml: string; is: object }[] = [
  { says: 'an empty one', xml: '', is: {} },
  {
    says: 'a start',
    xml: '<effectiveTime><low value="20130531042652"/></effectiveTime>',
    is: { start_time: utc('2013-05-31T04:26:52Z') },
  },
  { says: 'a time', xml: '<effectiveTime value="20130531"/>', is: { time: utc('2013-05-31T00:00:00Z') } },
  {
    says: 'an interpretation',
    xml: read('N', 'codeSystem="2.16.840.1.113883.2.20.3.78"'),
    is: { interpretation: { code: 'N', codeSystem: 'ObservationInterpretation' } },
  },
  {
    says: 'an interpretation of an unknown system',
    xml: read('N', 'codeSystem="1.2" codeSystemName="X"'),
    is: { interpretation: { code: 'N', codeSystem: 'Unknown' } },
  },
  { says: 'an interpretation without code', xml: '<interpretationCode nullFlavor="NI"/>', is: {} },
  {
    says: 'a description from its own text',
    xml: '<code code="1" displayName="no"/><text>Glu<b>no</b>cose</text>',
    is: { description: 'Glucose' },
  },
  { says: 'no description from the code', xml: '<code code="1" displayName="no"/>', is: {} },
  { says: 'a status', xml: '<statusCode code="complete"/>', is: { status_code: { value: 'complete' } } },
  { says: 'a null-flavoured status', xml: '<statusCode nullFlavor="NA"/>', is: {} },
  { says: 'one reference range', xml: range('<text>&gt;3.<b>no</b>3</text>'), is: { referenceRange: '>3.3' } },
  {
    says: 'two reference ranges',
    xml: range('<text>1-2</text>') + range('<text>3-4</text>'),
    is: { referenceRange: '1-2; 3-4; ' },
  },
  { says: 'a reference range without text', xml: range('<value/>'), is: {} },
  {
    says: 'performers, specimens and notes are not imported',
    xml: '<performer><time value="2001"/></performer><entryRelationship><observation><code code="COMMENT"/><text>x</text><value>x</value></observation></entryRelationship>',
    is: {},
  },
]

t.test('a lab result', async (t) => {
  for (const { says, xml, is } of cases) t.strictSame(entriesOf('results', labResult(xml)), [{ ...bare, ...is }], says)
})

t.test('the whole example of the specification', async (t) => {
  const xml = `<code code="14749-6" codeSystem="2.16.840.1.113883.2.20.5.1" codeSystemName="pCLOCD" displayName="no"/>
    <text>Glucose Random</text><statusCode code="complete"/><effectiveTime><low value="20130531042652"/></effectiveTime>
    <value xsi:type="PQ" value="5.2" unit="mmol/L"/>${read('N', 'codeSystem="2.16.840.1.113883.2.20.3.78"')}${range('<text>&gt;3.3</text>')}`
  t.strictSame(entriesOf('results', labResult(xml)), [
    {
      codes: { pCLOCD: ['14749-6'] },
      mood_code: 'EVN',
      _type: 'LabResult',
      interpretation: { code: 'N', codeSystem: 'ObservationInterpretation' },
      start_time: utc('2013-05-31T04:26:52Z'),
      description: 'Glucose Random',
      status_code: { value: 'complete' },
      referenceRange: '>3.3',
      values: [{ scalar: '5.2', units: 'mmol/L', _type: 'PhysicalQuantityResultValue' }],
    },
  ])
})
