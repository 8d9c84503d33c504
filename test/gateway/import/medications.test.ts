import t from 'tap'
import { documentWith } from '../../fixtures/e2e/document.ts'
import {
  author,
  din,
  dosing,
  drug,
  observed,
  prescription,
  product,
  related,
  started,
} from '../../fixtures/e2e/entries.ts'
import { entriesOf, H, nobody, provider, utc, warningsOf } from './importing.ts'

const start = utc('2023-01-01T00:00:00Z')
const bare = {
  codes: { 'HC-DIN': ['00999991'] },
  mood_code: 'EVN',
  _type: 'Medication',
  administrationTiming: { frequency: { numerator: null, denominator: null } },
  freeTextSig: '',
  dose: null,
  statusOfMedication: { value: '' },
  longTerm: null,
  route: {},
  productForm: {},
  start_time: start,
  orderInformation: [{ prn: null, orderDateTime: start }],
}
const prescribed = prescription(started)
const term = (text: string, template = '2.16.840.1.113883.3.1818.10.4.32') =>
  related(`<templateId root="${template}"/><observation><code code="UNBOUND"/><text>${text}</text></observation>`)
const quantity = (value: string, unit: string) =>
  `<e2e:ingredient><e2e:quantity value="${value}" unit="${unit}"/></e2e:ingredient>`
const strength = (scalar: string, units: string) => ({ scalar, units, _type: 'PhysicalQuantityResultValue' })
const dosed = (dose: string) => prescription(started, dosing(`<doseQuantity>${dose}</doseQuantity>`))

const cases: { says: string; labelled?: string; rest?: string; is: object }[] = [
  { says: 'the least that is kept', is: {} },
  { says: 'a null-flavoured code', labelled: '<code nullFlavor="NI"/>', is: { codes: { Unknown: ['NI'] } } },
  {
    says: 'codes with translations',
    labelled: '<code code="1" codeSystem="1.2"><translation code="2" codeSystem="2.16.840.1.113883.6.88"/></code>',
    is: { codes: { Unknown: ['1'], RxNorm: ['2'] } },
  },
  {
    says: 'PITO’s misspelt DIN',
    labelled: '<code code="1" codeSystem="2.16.840.1.113.883.5.1105"/>',
    is: { codes: { Unknown: ['1'] } },
  },
  {
    says: 'the codes of the drug, not of its prescriptions',
    rest: prescription(started, product('<code code="9" codeSystem="1.2"/><name>no</name>')),
    is: { start_time: start },
  },
  { says: 'a status', rest: '<statusCode code="completed"/>', is: { statusOfMedication: { value: 'completed' } } },
  { says: 'a null-flavoured status', rest: '<statusCode nullFlavor="NI"/>', is: {} },
  { says: 'long term', rest: term('Long Term'), is: { longTerm: true, freeTextSig: ' E2E_LONG_TERM_FLAG' } },
  { says: 'short term', rest: term('Short Term'), is: { longTerm: false } },
  { says: 'any other term', rest: term('Patient education'), is: {} },
  { says: 'long term under another template', rest: term('Long Term', '1.2'), is: {} },
  { says: 'long term without a template', rest: observed('UNBOUND', '<text>Long Term</text>'), is: {} },
  { says: 'the brand', labelled: `${din}<name>GENERIC</name><e2e:desc>BRAND</e2e:desc>`, is: { description: 'BRAND' } },
  { says: 'the name without a brand', labelled: `${din}<name>GEN<b>no</b>ERIC</name>`, is: { description: 'GENERIC' } },
  {
    says: 'a description of the wrong namespace',
    labelled: `${din}<name>GENERIC</name><desc>no</desc>`,
    is: { description: 'GENERIC' },
  },
  { says: 'a strength', labelled: din + quantity('50', 'MG'), is: { values: [strength('50', 'MG')] } },
  {
    says: 'strengths one by one, as written',
    labelled: din + quantity('325.0', 'MG') + quantity('30', 'MG'),
    is: { values: [strength('325.0', 'MG'), strength('30', 'MG')] },
  },
  {
    says: 'a strength without unit is none',
    labelled: `${din}<e2e:ingredient><e2e:quantity value="5"/></e2e:ingredient>`,
    is: {},
  },
  {
    says: 'a nested ingredient is none',
    labelled: `${din}<e2e:ingredient>${quantity('5', 'MG')}</e2e:ingredient>`,
    is: {},
  },
  {
    says: 'a low and high dose',
    rest: dosed('<low value="1.0"/><high value="2.0"/>'),
    is: { dose: { low: '1.0', high: '2.0' }, values: [strength('1.0', '')] },
  },
  {
    says: 'a low dose alone',
    rest: dosed('<low value="1.0"/>'),
    is: { dose: { low: '1.0', high: '' }, values: [strength('1.0', '')] },
  },
  {
    says: 'a low dose with a unit',
    rest: dosed('<low value="1.0" unit="TAB"/><high value="2.0" unit="TAB"/>'),
    is: { dose: null, values: [strength('1.0', 'TAB')] },
  },
  {
    says: 'a center dose',
    rest: dosed('<center value="0.5"/>'),
    is: { dose: { center: '0.5' }, values: [strength('0.5', '')] },
  },
  {
    says: 'a center dose with a unit',
    rest: dosed('<center value="100" unit="Mcg"/>'),
    is: { dose: null, values: [strength('100', 'Mcg')] },
  },
  { says: 'a dose without a value', rest: dosed('<low nullFlavor="NI"/>'), is: {} },
  { says: 'a plain dose is none', rest: prescription(started, dosing('<doseQuantity value="1"/>')), is: {} },
  {
    says: 'the strength goes before the dose',
    labelled: din + quantity('50', 'MG'),
    rest: dosed('<low value="1.0"/>'),
    is: { dose: { low: '1.0', high: '' }, values: [strength('50', 'MG')] },
  },
  {
    says: 'a dose outside a dosing block',
    rest: prescription(started, '<doseQuantity><low value="1"/></doseQuantity>'),
    is: {},
  },
]

t.test('a medication', async (t) => {
  for (const { says, labelled = din, rest = '', is } of cases) {
    const whole = rest.includes('<substanceAdministration') ? rest : rest + prescribed
    t.strictSame(entriesOf('medications', drug(labelled, whole)), [{ ...bare, ...is }], says)
  }
})

t.test('of two dosing blocks the first dose with a value counts', async (t) => {
  const blocks = ['<low nullFlavor="NI"/>', '<low value="1.0"/>', '<low value="2.0"/>'].map((low) =>
    dosing(`<doseQuantity>${low}</doseQuantity>`),
  )
  t.match(entriesOf('medications', drug(din, prescription(started, ...blocks))), [
    { dose: { low: '1.0', high: '' }, values: [strength('1.0', '')] },
  ])
})

t.test('route and form are the last', async (t) => {
  const route = (code: string, rest = '') =>
    `<routeCode code="${code}" codeSystem="1.2" codeSystemName="R" displayName="by ${code}">${rest}</routeCode>`
  const form = (code: string) => `<administrationUnitCode code="${code}" codeSystem="1.3" displayName="a ${code}"/>`
  const [entry] =
    entriesOf(
      'medications',
      drug(
        din,
        prescription(started, dosing(route('IM'), form('CAP'))),
        prescription(dosing(route('PO'), form('TAB'))),
        prescription(dosing()),
      ),
    ) ?? []
  t.strictSame(entry?.route, { code: 'PO', codeSystem: '1.2', codeSystemName: 'R', displayName: 'by PO' })
  t.strictSame(entry?.productForm, { code: 'TAB', codeSystem: '1.3', displayName: 'a TAB' })
})

t.test('route and form have null for a missing part, and the text only if there is one', async (t) => {
  const parts =
    '<routeCode nullFlavor="OTH"><originalText>by <b>x</b>mouth</originalText></routeCode><administrationUnitCode nullFlavor="NI"/>'
  const [entry] = entriesOf('medications', drug(din, prescription(started, dosing(parts)))) ?? []
  const missing = { code: null, codeSystem: null, displayName: null }
  t.strictSame(entry?.route, { ...missing, codeSystemName: null, text: 'by mouth' })
  t.strictSame(entry?.productForm, missing)
})

t.test('unusable medications are dropped and counted', async (t) => {
  const dropped = [
    { says: 'no code', xml: drug('<name>x</name>', prescribed) },
    { says: 'an empty code', xml: drug('<code/>', prescribed) },
    { says: 'no prescription', xml: drug(din) },
    { says: 'no date', xml: drug(din, prescription()) },
    {
      says: 'only null dates',
      xml: drug(
        din,
        prescription(
          '<effectiveTime><low nullFlavor="NI"/><high value="x"/></effectiveTime>',
          author({ time: '<time nullFlavor="UNK"/>' }),
        ),
      ),
    },
    { says: 'an empty entry', xml: '<entry><substanceAdministration/></entry>' },
  ]
  for (const { says, xml } of dropped) t.strictSame(entriesOf('medications', xml), undefined, says)
  const all = documentWith('medications', drug(din, prescribed), ...dropped.map(({ xml }) => xml))
  t.equal(entriesOf('medications', drug(din, prescribed), ...dropped.map(({ xml }) => xml))?.length, 1)
  t.match(warningsOf(all).join('\n'), /^medications.*\b6\b/m)
  t.strictSame(warningsOf(documentWith('medications', drug(din, prescribed))), [])
})

t.test('the date of the author or of midnight 1970 keeps a medication', async (t) => {
  const written = author({ time: '<time value="19700101"/>' })
  t.strictSame(entriesOf('medications', drug(din, prescription(written)))?.[0]?.time, 0)
  const epoch = '<effectiveTime><low value="19700101"/></effectiveTime>'
  t.strictSame(entriesOf('medications', drug(din, prescription(epoch)))?.[0]?.start_time, 0)
})

t.test('the whole example of the specification', async (t) => {
  const timing =
    '<effectiveTime><frequency><numerator value="2"/><denominator value="1" unit="d"/></frequency></effectiveTime>'
  const route =
    '<routeCode code="PO" codeSystem="2.16.840.1.113883.5.112" codeSystemName="RouteOfAdministration" displayName="by mouth"/>'
  const form = '<administrationUnitCode code="TAB" codeSystem="2.16.840.1.113883.1.11.14570" displayName="tablet"/>'
  const block = dosing(
    `<text>90 D</text>${timing}${route}<doseQuantity><low value="1.0"/><high value="1.0"/></doseQuantity>${form}`,
  )
  const instruct = observed(
    'INSTRUCT',
    '<text>with food</text><participant><participantRole><code code="PAT"/></participantRole></participant>',
  )
  const dates = '<effectiveTime><low value="20230101"/><high value="20230401"/></effectiveTime>'
  const by = author({ time: '<time value="20230102"/>', name: '<name><family>Healer</family></name>' })
  const labelled = `${din}<code code="C07AB02" codeSystem="2.16.840.1.113883.6.73"/><e2e:desc>METOPROLOL 50MG TABLET</e2e:desc>${quantity('50', 'MG')}`
  const prn = observed('PRNIND', '<value value="false"/>')
  const xml = drug(
    labelled,
    '<statusCode code="active"/>',
    term('Long Term'),
    prescription(dates, by, block, prn, instruct),
  )
  t.strictSame(entriesOf('medications', xml), [
    {
      codes: { 'HC-DIN': ['00999991'], whoATC: ['C07AB02'] },
      mood_code: 'EVN',
      _type: 'Medication',
      administrationTiming: {
        frequency: { numerator: { unit: null, value: 2 }, denominator: { unit: 'd', value: 1 } },
        text: '90 D',
      },
      freeTextSig: 'with food E2E_LONG_TERM_FLAG',
      dose: { low: '1.0', high: '1.0' },
      statusOfMedication: { value: 'active' },
      longTerm: true,
      route: {
        code: 'PO',
        codeSystem: '2.16.840.1.113883.5.112',
        codeSystemName: 'RouteOfAdministration',
        displayName: 'by mouth',
      },
      productForm: { code: 'TAB', codeSystem: '2.16.840.1.113883.1.11.14570', displayName: 'tablet' },
      description: 'METOPROLOL 50MG TABLET',
      start_time: 1672531200,
      end_time: 1680307200,
      time: 1672617600,
      values: [strength('50', 'MG')],
      orderInformation: [
        {
          prn: false,
          orderDateTime: 1672531200,
          orderExpirationDateTime: 1680307200,
          performer: provider(H('Healer'), 1672617600),
        },
      ],
    },
  ])
})

t.test('an unknown prescriber is somebody', async (t) => {
  const [entry] =
    entriesOf('medications', drug(din, prescription(started, author({ name: '<name nullFlavor="UNK"/>' })))) ?? []
  t.strictSame(entry?.orderInformation, [{ prn: null, orderDateTime: start, performer: provider(nobody) }])
  t.equal(entry?.time, null)
})
