import t from 'tap'
import { cda, documentWith, e2eDocument, pito, xsi } from '../../fixtures/e2e/document.ts'
import { din, drug, labResult, prescription, started } from '../../fixtures/e2e/entries.ts'
import { entriesOf, imported, refusalOf } from './importing.ts'

const brand = drug(`${din}<e2e:desc>BRAND</e2e:desc>`, prescription(started))
const string = labResult('<value xsi:type="ST">text</value>')
const usual = documentWith('medications', brand).replace(
  '</structuredBody>',
  `${sectionOf(documentWith('results', string))}</structuredBody>`,
)
const record = imported(usual)

function sectionOf(document: string): string {
  return /<structuredBody>(.*)<\/structuredBody>/s.exec(document)?.[1] ?? ''
}

/** The same document with every unprefixed element under `prefix` and without a default namespace. */
const prefixed = (prefix: string) =>
  usual.replace(/<(\/?)([A-Za-z]+)(?=[\s/>])/g, `<$1${prefix}:$2`).replace(`xmlns="${cda}"`, `xmlns:${prefix}="${cda}"`)

const spellings = [
  { says: 'every element prefixed', document: prefixed('x') },
  { says: 'OSCAR’s root', document: usual.replaceAll('ClinicalDocument', 'hl7:ClinicalDocument') },
  { says: 'e2e under another prefix', document: usual.replaceAll('e2e:', 'pito:').replace(':e2e=', ':pito=') },
  {
    says: 'e2e as a default namespace',
    document: usual.replace('<e2e:desc>BRAND</e2e:desc>', `<desc xmlns="${pito}">BRAND</desc>`),
  },
  {
    says: 'e2e declared where it is used',
    document: usual.replace(`xmlns:e2e="${pito}"`, '').replace('<e2e:desc>', `<e2e:desc xmlns:e2e="${pito}">`),
  },
  { says: 'xsi under another prefix', document: usual.replaceAll('xsi:', 'i:').replace(':xsi=', ':i=') },
  {
    says: 'xsi declared where it is used',
    document: usual.replace(`xmlns:xsi="${xsi}"`, '').replace('xsi:type', `xmlns:xsi="${xsi}" xsi:type`),
  },
  {
    says: 'the prefixes exchanged',
    document: prefixed('e')
      .replaceAll('e2e:', 'TMP:')
      .replaceAll('e:', 'e2e:')
      .replaceAll('TMP:', 'e:')
      .replace(':e2e=', ':TMP=')
      .replace(':e=', ':e2e=')
      .replace(':TMP=', ':e='),
  },
  {
    says: 'the default namespace declared again',
    document: usual.replace('<recordTarget>', `<recordTarget xmlns="${cda}">`),
  },
]

t.test('the prefixes are only notation', async (t) => {
  for (const { says, document } of spellings) t.strictSame(imported(document), record, says)
})

t.test('the record of the usual spelling has everything', async (t) => {
  t.match(record, {
    languages: ['EN'],
    medications: [{ description: 'BRAND' }],
    results: [{ free_text: 'text' }],
  })
})

t.test('a document need not declare e2e or xsi', async (t) => {
  const namespaces = `xmlns="${cda}"`
  t.strictSame(imported(e2eDocument({ namespaces })), imported(e2eDocument()))
})

t.test('elements of another namespace are others', async (t) => {
  const foreign = '<x:realmCode xmlns:x="urn:x" code="US"/><x:id xmlns:x="urn:x" extension="no"/>'
  t.strictSame(imported(e2eDocument({ realm: `${foreign}<realmCode code="CA"/>` })), imported(e2eDocument()))
  t.equal(refusalOf(e2eDocument({ realm: '<realmCode xmlns="urn:x" code="CA"/>' })).kind, 'not E2E')
  t.notOk('description' in (entriesOf('medications', brand.replaceAll('e2e:', ''))?.[0] ?? {}), 'desc of CDA')
  const undone = e2eDocument({ patientName: '<name xmlns=""><given>Eve</given><family>T</family></name>' })
  t.match(imported(undone), { first: null, last: null })
})

const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']

t.test('prefixes, elements and attributes may have the names that objects inherit', async (t) => {
  for (const name of inherited) {
    t.strictSame(imported(prefixed(name)), record, `${name} as prefix`)
    t.equal(refusalOf(e2eDocument({ sections: `<${name}:a/>` })).kind, 'malformed', `${name} undeclared`)
    t.equal(refusalOf(e2eDocument({ sections: `<a ${name}="1" ${name}="2"/>` })).kind, 'malformed', `${name} twice`)
    const odd = e2eDocument({ sections: `<${name} ${name}="1"/>`, id: `<id ${name}="1"/><id extension="4711"/>` })
    t.strictSame(imported(odd), imported(e2eDocument()), `${name} as element and attribute`)
  }
})

t.test('attributes of a namespace are others', async (t) => {
  const id = '<id xmlns:x="urn:x" x:extension="no" hl7:extension="no"/>'
  t.equal(imported(e2eDocument({ id })).emr_demographics_primary_key, null)
})
