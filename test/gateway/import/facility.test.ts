import t from 'tap'
import { encounter } from '../../fixtures/e2e/entries.ts'
import { entriesOf } from './importing.ts'

const place = (role: string, rest = '', { type = 'LOC', kind = 'SDLOC' } = {}) =>
  `<participant typeCode="${type}">${rest}<participantRole classCode="${kind}">${role}</participantRole></participant>`
const named = (text: string) => `<playingEntity><name>${text}</name></playingEntity>`
const facilityOf = (xml: string) => entriesOf('encounters', encounter(xml))?.[0]?.facility

const bare = { name: null, code: null }
const noParts = { street: [], city: null, state: null, zip: null, country: null }
const hsloc = '2.16.840.1.113883.6.259'

const cases = [
  { says: 'an empty one', xml: place(''), is: bare },
  { says: 'a name in full', xml: place(named('The <b>Test</b> Clinic')), is: { ...bare, name: 'The Test Clinic' } },
  {
    says: 'a code',
    xml: place(`<code code="1160-1" codeSystem="${hsloc}"/>`),
    is: { ...bare, code: { code: '1160-1', codeSystemOid: hsloc, codeSystem: 'HL7 Healthcare Service Location' } },
  },
  {
    says: 'a code of an unknown system',
    xml: place('<code code="1" codeSystem="1.2"/>'),
    is: { ...bare, code: { code: '1', codeSystemOid: '1.2', codeSystem: 'Unknown' } },
  },
  { says: 'a null-flavoured code', xml: place('<code nullFlavor="NI"/>'), is: bare },
  {
    says: 'a start and an end',
    xml: place('', '<time><low value="19700101"/><high value="19700102"/></time>'),
    is: { ...bare, start_time: 0, end_time: 86400 },
  },
  { says: 'a plain time is the start', xml: place('', '<time value="19700102"/>'), is: { ...bare, start_time: 86400 } },
  {
    says: 'a null-flavoured start',
    xml: place('', '<time><low nullFlavor="NI"/></time>'),
    is: { ...bare, start_time: null },
  },
  { says: 'a null-flavoured time', xml: place('', '<time nullFlavor="NI"/>'), is: bare },
  {
    says: 'an address',
    xml: place(
      '<addr><streetAddressLine>1 Test Road</streetAddressLine><streetAddressLine>Suite 2</streetAddressLine><city>Testville</city><state>BC</state><postalCode>V0V 0V0</postalCode><country>CA</country></addr>',
    ),
    is: {
      ...bare,
      addresses: [
        { street: ['1 Test Road', 'Suite 2'], city: 'Testville', state: 'BC', zip: 'V0V 0V0', country: 'CA' },
      ],
    },
  },
  {
    says: 'two addresses, one with little in it',
    xml: place('<addr><city>Testville</city></addr><addr><state>BC</state></addr>'),
    is: {
      ...bare,
      addresses: [
        { ...noParts, city: 'Testville' },
        { ...noParts, state: 'BC' },
      ],
    },
  },
  {
    says: 'telecoms',
    xml: place('<telecom use="WP" value="tel:1"/><telecom value="tel:2"/>'),
    is: {
      ...bare,
      telecoms: [
        { use: 'WP', value: 'tel:1' },
        { use: null, value: 'tel:2' },
      ],
    },
  },
  { says: 'the first of two', xml: place(named('One')) + place(named('Two')), is: { ...bare, name: 'One' } },
  {
    says: 'the first that is a service location',
    xml: place(named('No'), '', { kind: 'ROL' }) + place(named('Yes')),
    is: { ...bare, name: 'Yes' },
  },
  { says: 'none in OSCAR’s class ROL', xml: place(named('No'), '', { kind: 'ROL' }), is: undefined },
  { says: 'none in another participant', xml: place(named('No'), '', { type: 'PRF' }), is: undefined },
  { says: 'none at all', xml: '', is: undefined },
]

t.test('the facility of an encounter', async (t) => {
  for (const { says, xml, is } of cases) t.strictSame(facilityOf(xml), is, says)
})

t.test('an encounter without a facility has no such key', async (t) => {
  t.notOk('facility' in (entriesOf('encounters', encounter())?.[0] ?? {}))
})
