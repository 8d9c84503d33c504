import t from 'tap'
import { agent, allergy, immunization, vaccine } from '../../fixtures/e2e/entries.ts'
import { entriesOf } from './importing.ts'

const names = {
  '2.16.840.1.113883.6.1': 'LOINC',
  '2.16.840.1.113883.6.96': 'SNOMED-CT',
  '2.16.840.1.113883.6.12': 'CPT',
  '2.16.840.1.113883.6.88': 'RxNorm',
  '2.16.840.1.113883.6.103': 'ICD-9-CM',
  '2.16.840.1.113883.6.104': 'ICD-9-CM',
  '2.16.840.1.113883.6.90': 'ICD-10-CM',
  '2.16.840.1.113883.6.14': 'HCPCS',
  '2.16.840.1.113883.6.59': 'CVX',
  '2.16.840.1.113883.5.83': 'HITSP C80 Observation Status',
  '2.16.840.1.113883.3.26.1.1': 'NCI Thesaurus',
  '2.16.840.1.113883.3.88.12.80.20': 'FDA',
  '2.16.840.1.113883.5.14': 'HL7 ActStatus',
  '2.16.840.1.113883.6.259': 'HL7 Healthcare Service Location',
  '2.16.840.1.113883.5.4': 'HL7 Act Code',
  '2.16.840.1.113883.1.11.18877': 'HL7 Relationship Code',
  '2.16.840.1.113883.6.238': 'CDC Race',
  '2.16.840.1.113883.5.1105': 'HC-DIN',
  '2.16.840.1.113883.6.63': 'FDDC',
  '2.16.840.1.113883.6.73': 'whoATC',
  '2.16.840.1.113883.6.42': 'ICD9',
  '2.16.840.1.113883.3.1818.10.2.8.2': 'PITO AllergyClinicalStatus',
  '2.16.840.1.113883.2.20.3.78': 'ObservationInterpretation',
  '2.16.840.1.113883.2.20.5.1': 'pCLOCD',
  '2.16.840.1.113883.3.3068.10.6.3': 'ObservationType-CA-Pending',
  '2.16.840.1.113.883.5.1105': 'Unknown',
  '2.16.840.1.113883.3.1818.10.2.8.3': 'Unknown',
  '2.16.840.1.113883.6.69': 'Unknown',
  '1.2.3': 'Unknown',
  constructor: 'Unknown',
  toString: 'Unknown',
  prototype: 'Unknown',
}

/** The codes of a vaccine: without translations. */
const plain = (xml: string) => entriesOf('immunizations', immunization(vaccine(xml)))?.[0]?.codes
/** The codes of an allergy's agent: with translations. */
const translated = (xml: string) => entriesOf('allergies', allergy(agent(xml)))?.[0]?.codes

t.test('a code system is named by its OID', async (t) => {
  for (const [oid, name] of Object.entries(names)) {
    t.strictSame(plain(`<code code="X1" codeSystem="${oid}"/>`), { [name]: ['X1'] }, `${oid} is ${name}`)
  }
  t.strictSame(plain('<code code="X1" codeSystem="__proto__"/>'), { Unknown: ['X1'] }, '__proto__ is Unknown')
})

t.test('the name that the document gives to the system is not used', async (t) => {
  const code = '<code code="X1" codeSystem="2.16.840.1.113883.6.1" codeSystemName="Mine"/>'
  t.strictSame(plain(code), { LOINC: ['X1'] })
})

const loinc = 'codeSystem="2.16.840.1.113883.6.1"'
const din = 'codeSystem="2.16.840.1.113883.5.1105"'
const cases = [
  { says: 'a null flavour is an unknown code', xml: '<code nullFlavor="NI"/>', plain: { Unknown: ['NI'] } },
  { says: 'another null flavour too', xml: '<code nullFlavor="OTH"/>', plain: { Unknown: ['OTH'] } },
  {
    says: 'a null flavour is unknown in any system',
    xml: `<code nullFlavor="NA" ${loinc}/>`,
    plain: { Unknown: ['NA'] },
  },
  {
    says: 'a code goes before a null flavour',
    xml: `<code code="X" ${loinc} nullFlavor="NI"/>`,
    plain: { LOINC: ['X'] },
  },
  { says: 'an empty code is none', xml: `<code code="" ${loinc} nullFlavor="NI"/>`, plain: { Unknown: ['NI'] } },
  { says: 'neither gives nothing', xml: '<code displayName="Something"/>', plain: {} },
  { says: 'an empty element gives nothing', xml: '<code/>', plain: {} },
  { says: 'no element gives nothing', xml: '', plain: {} },
  { says: 'a code is trimmed', xml: `<code code=" X&#10;" ${loinc}/>`, plain: { LOINC: ['X'] } },
  {
    says: 'codes of one system keep their order and duplicates',
    xml: `<code code="B" ${loinc}/><code code="A" ${loinc}/><code code="B" ${loinc}/>`,
    plain: { LOINC: ['B', 'A', 'B'] },
  },
  {
    says: 'systems stand side by side',
    xml: `<code code="B" ${loinc}/><code code="A" ${din}/>`,
    plain: { LOINC: ['B'], 'HC-DIN': ['A'] },
  },
  {
    says: 'a translation counts only where the spec says so',
    xml: `<code code="B" ${loinc}><translation code="A" ${din}/><translation code="C" ${loinc}/></code>`,
    plain: { LOINC: ['B'] },
    translated: { LOINC: ['B', 'C'], 'HC-DIN': ['A'] },
  },
  {
    says: 'a null flavour can have a translation',
    xml: `<code nullFlavor="OTH"><translation code="A" ${din}/></code>`,
    plain: { Unknown: ['OTH'] },
    translated: { Unknown: ['OTH'], 'HC-DIN': ['A'] },
  },
  {
    says: 'a translation can be null-flavoured',
    xml: `<code code="B" ${loinc}><translation nullFlavor="UNK"/></code>`,
    plain: { LOINC: ['B'] },
    translated: { LOINC: ['B'], Unknown: ['UNK'] },
  },
  {
    says: 'an element without a code can have a translation',
    xml: `<code><translation code="A" ${din}/></code>`,
    plain: {},
    translated: { 'HC-DIN': ['A'] },
  },
]

t.test('codes without translations', async (t) => {
  for (const { says, xml, plain: expected } of cases) t.strictSame(plain(xml), expected, says)
})

t.test('codes with translations', async (t) => {
  for (const { says, xml, plain, translated: expected = plain } of cases) t.strictSame(translated(xml), expected, says)
})
