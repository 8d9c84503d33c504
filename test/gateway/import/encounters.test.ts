import t from 'tap'
import { encounter, observed, performer, reason } from '../../fixtures/e2e/entries.ts'
import { entriesOf, H, nobody, provider, utc } from './importing.ts'

const uncoded = { code: ['REASON'], codeSystem: ['ObservationType-CA-Pending'] }
const bare = { codes: uncoded, mood_code: 'EVN', _type: 'Encounter', description: '', performer: provider(nobody) }
const pending = 'codeSystem="2.16.840.1.113883.3.3068.10.6.3"'
const visit = `<code code="V" codeSystem="2.16.840.1.113883.6.12"><translation code="AMB" codeSystem="2.16.840.1.113883.5.4"/></code>`
const why = (inner: string, code = `<code code="REASON" ${pending}/>`) =>
  `<entryRelationship><observation>${code}${inner}</observation></entryRelationship>`
const reasonOf = (is: object) => ({ codes: {}, mood_code: 'EVN', description: '', ...is })
const start = utc('2020-03-04T12:51:12Z')
const low = '<effectiveTime><low value="20200304125112"/></effectiveTime>'

const cases = [
  { says: 'codes with translations', xml: visit, is: { codes: { CPT: ['V'], 'HL7 Act Code': ['AMB'] } } },
  { says: 'the null flavour of a code', xml: '<code nullFlavor="NA"/>', is: { codes: { Unknown: ['NA'] } } },
  { says: 'dates, also of the performer', xml: low, is: { start_time: start, performer: provider(nobody, start) } },
  {
    says: 'an end',
    xml: '<effectiveTime><high value="19700101"/></effectiveTime>',
    is: { end_time: 0, performer: provider(nobody, null, 0) },
  },
  { says: 'a performer', xml: performer('<name>Dr. W. Plain</name>'), is: { performer: provider(H('Dr. W. Plain')) } },
  {
    says: 'a reason',
    xml: why(`<text>Fol<b>low</b>-up</text>${low}<value nullFlavor="NI"/>`),
    is: {
      description: 'Fol-up',
      reason: reasonOf({
        codes: { 'ObservationType-CA-Pending': ['REASON'], Unknown: ['NI'] },
        description: 'Fol-up',
        start_time: start,
      }),
    },
  },
  {
    says: 'a reason with a diagnosis',
    xml: why('<value code="401" codeSystem="2.16.840.1.113883.6.42"/>'),
    is: { reason: reasonOf({ codes: { 'ObservationType-CA-Pending': ['REASON'], ICD9: ['401'] } }) },
  },
  {
    says: 'a reason with a translated code',
    xml: why('', `<code code="REASON" ${pending}><translation code="1" codeSystem="2.16.840.1.113883.6.96"/></code>`),
    is: { reason: reasonOf({ codes: { 'ObservationType-CA-Pending': ['REASON'], 'SNOMED-CT': ['1'] } }) },
  },
  {
    says: 'code and value of one system, the code first',
    xml: why(`<value code="FEVER" ${pending}/>`),
    is: { reason: reasonOf({ codes: { 'ObservationType-CA-Pending': ['REASON', 'FEVER'] } }) },
  },
  {
    says: 'a reason without date',
    xml: why('<effectiveTime nullFlavor="NA"/>'),
    is: { reason: reasonOf({ codes: { 'ObservationType-CA-Pending': ['REASON'] } }) },
  },
  {
    says: 'two reasons: both texts describe, the first is the reason',
    xml: why('<text>one</text>') + why('<text>two</text>'),
    is: {
      description: 'one\ntwo',
      reason: reasonOf({ codes: { 'ObservationType-CA-Pending': ['REASON'] }, description: 'one' }),
    },
  },
  {
    says: 'comments, attachments and date observations are not imported',
    xml: observed('COMMENT', '<text>x</text>') + observed('DATEOBS', low) + observed('ATTACHMENT', '<text>x</text>'),
    is: {},
  },
  {
    says: 'an author inside a reason is nobody’s performer',
    xml: reason('<author><time value="2001"/><assignedAuthor><id extension="1"/></assignedAuthor></author>').replace(
      'code="REASON"',
      `code="REASON" ${pending}`,
    ),
    is: { reason: reasonOf({ codes: { 'ObservationType-CA-Pending': ['REASON'] } }) },
  },
]

t.test('an encounter', async (t) => {
  for (const { says, xml, is } of cases)
    t.strictSame(entriesOf('encounters', encounter(xml)), [{ ...bare, ...is }], says)
})
