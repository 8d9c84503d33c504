import t from 'tap'
import { encounter, immunization, problem, reason, vaccine } from '../../fixtures/e2e/entries.ts'
import { entriesOf } from './importing.ts'

const texts = [
  { says: 'the five entities', xml: '&lt;5 &amp; &gt;=60 &quot;x&quot; &apos;y&apos;', own: '<5 & >=60 "x" \'y\'' },
  { says: 'decoded once only', xml: '&amp;gt;=60', own: '&gt;=60' },
  { says: 'character references', xml: '&#233;&#xE9;&#x1F600;', own: 'éé😀' },
  { says: 'characters beyond the BMP', xml: '😀𝔘', own: '😀𝔘' },
  { says: 'CDATA', xml: 'a<![CDATA[ <b> & &amp; ]]>c', own: 'a <b> & &amp; c' },
  { says: 'comments', xml: 'a<!-- no -->b', own: 'ab' },
  { says: 'processing instructions', xml: 'a<?no no?>b', own: 'ab' },
  { says: 'white space', xml: '  a \t b\n\n c ', own: '  a \t b\n\n c ' },
  { says: 'only white space', xml: ' \n ', own: ' \n ' },
  { says: 'line ends of the other kind, as XML reads them', xml: 'a\r\nb', own: 'a\nb' },
  { says: 'carriage returns that are meant', xml: 'a&#13;b', own: 'a\rb' },
  { says: 'a line break element', xml: 'a<br/>b', own: 'ab' },
  { says: 'text within elements', xml: 'a<b>x<i>y</i></b>c', own: 'ac', full: 'axyc' },
  { says: 'nothing', xml: '', own: '' },
]

t.test('own text is the direct text, decoded and otherwise as written', async (t) => {
  for (const { says, xml, own } of texts) {
    const [entry] = entriesOf('conditions', problem(`<text>${xml}</text>`)) ?? []
    t.equal(entry?.description, own, says)
  }
})

t.test('full text includes what stands within elements', async (t) => {
  for (const { says, xml, own, full = own } of texts) {
    const [entry] = entriesOf('immunizations', immunization(vaccine(`<name>${xml}</name>`))) ?? []
    t.equal(entry?.description, full, says)
  }
})

const joined = [
  { says: 'two texts take a line each', texts: ['one', 'two'], are: 'one\ntwo' },
  { says: 'the same text is told once', texts: ['one', 'two', 'one'], are: 'one\ntwo' },
  { says: 'an empty text takes no line', texts: ['', 'one', '', 'two'], are: 'one\ntwo' },
  { says: 'no text is empty', texts: ['', ''], are: '' },
]

t.test('several elements that give one free text are joined', async (t) => {
  for (const { says, texts, are } of joined) {
    const reasons = texts.map((text) => reason(`<text>${text}</text>`)).join('')
    t.equal(entriesOf('encounters', encounter(reasons))?.[0]?.description, are, says)
  }
})

t.test('attributes are decoded too', async (t) => {
  const value = '<value displayName="A &amp; B &lt; &#233;" code="1" codeSystem="2.16.840.1.113883.6.42"/>'
  const billed = `<entryRelationship><observation><code code="ICD9CODE"/>${value}</observation></entryRelationship>`
  t.equal(entriesOf('conditions', problem(billed))?.[0]?.description, 'A & B < é')
})
