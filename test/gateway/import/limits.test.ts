import t from 'tap'
import type { ImportOptions } from '../../../gateway/import/index.ts'
import { documentWith, e2eDocument, marks, section } from '../../fixtures/e2e/document.ts'
import {
  allergy,
  author,
  din,
  drug,
  encounter,
  immunization,
  labResult,
  prescription,
  problem,
  reason,
  started,
  vaccine,
} from '../../fixtures/e2e/entries.ts'
import { bytesOf, imported, refusalOf } from './importing.ts'

const within = (xml: string) => e2eDocument({ realm: `<realmCode code="CA"/>${xml}` })
const nested = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels)

t.test('256 levels are accepted, 257 refused', async (t) => {
  t.strictSame(imported(within(nested(255))), imported(within('')))
  t.equal(refusalOf(within(nested(256))).kind, 'limit')
  t.equal(refusalOf(within('<a>'.repeat(1_000_000))).kind, 'limit')
})

t.test('an empty element is a level too', async (t) => {
  t.ok(imported(within(`${'<a>'.repeat(254)}<b/>${'</a>'.repeat(254)}`)))
  t.equal(refusalOf(within(`${'<a>'.repeat(255)}<b/>${'</a>'.repeat(255)}`)).kind, 'limit')
})

t.test('20,000 lab results are accepted in bounded time', async (t) => {
  const one = (index: number) =>
    labResult(`<id root="2.16.840.1.113883.3.3331" extension="LabOBX-${index}" assigningAuthorityName="Invented EMR"/>
      <code code="14749-6" codeSystem="2.16.840.1.113883.2.20.5.1" codeSystemName="pCLOCD"/><text>Invented ${index}</text>
      <statusCode code="complete"/><effectiveTime><low value="20130531042652"/></effectiveTime>
      <value xsi:type="PQ" value="${index}" unit="mmol/L"/>`)
  const document = documentWith('results', ...Array.from({ length: 20_000 }, (_, index) => one(index)))
  t.ok(document.length > 10_000_000, 'about 10 MB')
  const start = performance.now()
  const results = imported(document).results
  t.ok(performance.now() - start < 30_000, 'in half a minute at most, even on a busy machine')
  t.equal(results?.length, 20_000)
  t.match(results?.at(-1), { description: 'Invented 19999', values: [{ scalar: '19999' }] })
})

t.test('a document that is too large is refused', async (t) => {
  const many = 'x'.repeat(40 * 1024 * 1024)
  t.equal(refusalOf(within(many)).kind, 'limit', 'one text')
  t.equal(refusalOf(within(`<a b="${many}"/>`)).kind, 'limit', 'one attribute')
  t.equal(refusalOf(within(`<!-- ${many} -->`)).kind, 'limit', 'one comment')
  t.equal(refusalOf(many).kind, 'limit', 'no XML at all')
})

const attributes = (count: number) => Array.from({ length: count }, (_, index) => `a${index}="x"`).join(' ')
const boundaries: { says: string; limits: NonNullable<ImportOptions['limits']>; accepted: string; refused: string }[] =
  [
    { says: 'depth', limits: { depth: 20 }, accepted: within(nested(19)), refused: within(nested(20)) },
    {
      says: 'attributes',
      limits: { attributes: 10 },
      accepted: within(`<a ${attributes(10)}/>`),
      refused: within(`<a ${attributes(11)}/>`),
    },
    {
      says: 'attribute length',
      limits: { attributeLength: 100 },
      accepted: within(`<a b="${'x'.repeat(100)}"/>`),
      refused: within(`<a b="${'x'.repeat(101)}"/>`),
    },
    {
      says: 'text length',
      limits: { textLength: 100 },
      accepted: within(`<a>${'x'.repeat(100)}</a>`),
      refused: within(`<a>${'x'.repeat(101)}</a>`),
    },
    {
      says: 'CDATA length',
      limits: { textLength: 100 },
      accepted: within(`<a><![CDATA[${'x'.repeat(100)}]]></a>`),
      refused: within(`<a><![CDATA[${'x'.repeat(101)}]]></a>`),
    },
  ]

const crowds: { says: string; of(count: number): string }[] = [
  { says: 'sections', of: (count) => e2eDocument({ sections: section(marks.allergies, allergy()).repeat(count) }) },
  { says: 'entries', of: (count) => documentWith('allergies', allergy().repeat(count)) },
  { says: 'prescriptions', of: (count) => documentWith('medications', drug(din, prescription(started).repeat(count))) },
  {
    says: 'different texts',
    of: (count) => documentWith('encounters', encounter(numbered(count, (n) => reason(`<text>${n}</text>`)))),
  },
  {
    says: 'codes',
    of: (count) =>
      documentWith('immunizations', immunization(vaccine('<code code="1" codeSystem="2"/>'.repeat(count)))),
  },
  { says: 'authors', of: (count) => documentWith('conditions', problem(author().repeat(count))) },
  {
    says: 'pieces of text',
    of: (count) => documentWith('conditions', problem(`<text>${'a<!-- -->b<c/>'.repeat(count)}</text>`)),
  },
  {
    says: 'namespaces',
    of: (count) => e2eDocument({ sections: numbered(count, (n) => `<a xmlns:p${n}="urn:${n}"/>`) }),
  },
]

const numbered = (count: number, of: (n: number) => string) => Array.from({ length: count }, (_, n) => of(n)).join('')

// The time for these grows with their square as soon as one loop too many is in the importer: then tap's limit ends it.
t.test('a crowd of any one kind is imported', async (t) => {
  for (const { says, of } of crowds) t.equal(imported(of(100_000))._id, '4711', says)
})

t.test('each limit can be set', async (t) => {
  for (const { says, limits, accepted, refused } of boundaries) {
    t.ok(imported(accepted, { limits }), `${says}: just within`)
    t.equal(refusalOf(refused, { limits }).kind, 'limit', `${says}: just beyond`)
  }
})

t.test('the size counts in bytes', async (t) => {
  const document = within('<a>é</a>')
  const size = bytesOf(document).length
  t.ok(imported(document, { limits: { size } }))
  t.equal(refusalOf(document, { limits: { size: size - 1 } }).kind, 'limit')
})

t.test('the elements are counted', async (t) => {
  const document = within('<a/>'.repeat(10))
  const elements = document.match(/<\w/g)?.length ?? 0
  t.ok(imported(document, { limits: { elements } }))
  t.equal(refusalOf(document, { limits: { elements: elements - 1 } }).kind, 'limit')
})

t.test('a long text within the limits is kept whole', async (t) => {
  const text = 'Invented attachment. '.repeat(50_000)
  const document = documentWith('immunizations', immunization(vaccine(`<name>${text}</name>`)))
  t.equal(imported(document).immunizations?.[0]?.description, text)
})
