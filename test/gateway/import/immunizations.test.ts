import t from 'tap'
import { immunization, vaccine } from '../../fixtures/e2e/entries.ts'
import { entriesOf, utc } from './importing.ts'

const bare = { codes: {}, mood_code: 'EVN', _type: 'Immunization', description: '' }
const atc = '<code code="J07BB02" codeSystem="2.16.840.1.113883.6.73"><translation code="9" codeSystem="1.2"/></code>'

const cases = [
  {
    says: 'a vaccine',
    xml: vaccine(`${atc}<name>Influ<b>enza</b></name>`),
    is: { codes: { whoATC: ['J07BB02'] }, description: 'Influenza' },
  },
  {
    says: 'a vaccine without a known code',
    xml: vaccine('<code nullFlavor="UNK"/><name>MMR</name>'),
    is: { codes: { Unknown: ['UNK'] }, description: 'MMR' },
  },
  {
    says: 'an unnamed vaccine',
    xml: vaccine('<code nullFlavor="NI"/><name nullFlavor="NI"/>'),
    is: { codes: { Unknown: ['NI'] } },
  },
  { says: 'a time', xml: '<effectiveTime value="20180910"/>', is: { time: utc('2018-09-10T00:00:00Z') } },
  {
    says: 'a start',
    xml: '<effectiveTime><low value="20180910"/></effectiveTime>',
    is: { start_time: utc('2018-09-10T00:00:00Z') },
  },
  { says: 'a refused one', xml: '', attributes: 'negationInd="true"', is: { negationInd: true } },
  { says: 'one that was given', xml: '', attributes: 'negationInd="false"', is: {} },
  {
    says: 'antigens are not the vaccine',
    xml: `${vaccine('<name>Vaccine</name>')}<entryRelationship><substanceAdministration>${vaccine(`${atc}<name>Antigen</name>`)}</substanceAdministration></entryRelationship>`,
    is: { description: 'Vaccine' },
  },
  {
    says: 'route, dose, lot, author and comments are not imported',
    xml: `<routeCode code="IM"/><doseQuantity value="1"/>${vaccine('<name>V</name><lotNumberText>7</lotNumberText>')}<author><time value="2001"/><assignedAuthor/></author><entryRelationship><observation><code code="COMMENT"/><text>x</text></observation></entryRelationship>`,
    is: { description: 'V' },
  },
]

t.test('an immunization', async (t) => {
  for (const { says, xml, attributes = '', is } of cases) {
    t.strictSame(entriesOf('immunizations', immunization(xml, attributes)), [{ ...bare, ...is }], says)
  }
})
