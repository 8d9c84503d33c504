import t from 'tap'
import { documentWith, e2eDocument } from '../../fixtures/e2e/document.ts'
import { problem } from '../../fixtures/e2e/entries.ts'
import { imported, refusalOf, warningsOf } from './importing.ts'

const told = (text: string) => documentWith('conditions', problem(`<text>${text}</text>`))

const repaired = [
  { says: 'one alone', text: 'A & B', is: 'A & B', count: 1 },
  { says: 'three', text: 'A & B &C&', is: 'A & B &C&', count: 3 },
  { says: 'two in a row', text: '&&', is: '&&', count: 2 },
  { says: 'one before a reference', text: '&&amp;', is: '&&', count: 1 },
  { says: 'references stay', text: '&amp;&lt;&gt;&quot;&apos;&#65;&#x42; & ', is: '&<>"\'AB & ', count: 1 },
  { says: 'an entity of HTML', text: 'caf&eacute;&nbsp;', is: 'caf&eacute;&nbsp;', count: 2 },
  { says: 'a reference without its semicolon', text: 'a &amp b &lt', is: 'a &amp b &lt', count: 2 },
  { says: 'a reference in capitals', text: '&AMP;', is: '&AMP;', count: 1 },
  { says: 'a character reference without its semicolon', text: '&#65 &#x42', is: '&#65 &#x42', count: 2 },
  { says: 'no digits', text: '&#; &#x; &#xZZ; &#1a;', is: '&#; &#x; &#xZZ; &#1a;', count: 4 },
  { says: 'a semicolon alone', text: '&;', is: '&;', count: 1 },
  { says: 'CDATA is left alone', text: '<![CDATA[a & b]]> & c', is: 'a & b & c', count: 1 },
  { says: 'CDATA that looks like a comment', text: '<![CDATA[<!-- & ]]> & -->', is: '<!-- &  & -->', count: 1 },
  { says: 'comments are left alone', text: '<!-- a & b --> & c', is: ' & c', count: 1 },
  { says: 'a comment that looks like CDATA', text: '<!-- <![CDATA[ & --> & c ', is: ' & c ', count: 1 },
]

t.test('bare ampersands are repaired and counted', async (t) => {
  for (const { says, text, is, count } of repaired) {
    t.equal(imported(told(text)).conditions?.[0]?.description, is, says)
    const warnings = warningsOf(told(text))
    t.equal(warnings.length, 1, `${says}: one warning`)
    t.match(warnings[0], new RegExp(`^document: (.*\\D)?${count}(\\D|$)`), `${says}: the warning has the count`)
  }
})

t.test('bare ampersands in attributes are repaired too', async (t) => {
  const value = '<value code="A&B" codeSystem="2.16.840.1.113883.6.42" displayName=\'A & "B\'/>'
  const document = documentWith(
    'conditions',
    problem(`<entryRelationship><observation><code code="ICD9CODE"/>${value}</observation></entryRelationship>`),
  )
  t.match(imported(document).conditions, [{ codes: { ICD9: ['A&B'] }, description: 'A & "B' }])
  t.match(warningsOf(document), [/^document: .*\b2\b/])
})

t.test('what needs no repair gets no warning', async (t) => {
  for (const text of ['A &amp; B', '<![CDATA[A & B]]>', '<!-- & -->', '&#38;', '&#x26;']) {
    t.strictSame(warningsOf(told(text)), [], text)
  }
})

t.test('a document that is well formed is read as it stands', async (t) => {
  t.equal(imported(told('&amp;nbsp;')).conditions?.[0]?.description, '&nbsp;')
})

t.test('nothing else is repaired', async (t) => {
  for (const text of ['A & B < C', 'A & B <RANGE>', 'A & B &#0;', 'A & <b>', 'A & \x01', 'A & ]]>']) {
    t.equal(refusalOf(told(text)).kind, 'malformed', text)
  }
  t.equal(refusalOf(`${told('A & B')}x`).kind, 'malformed')
  t.equal(refusalOf(told('A & B').slice(0, -3)).kind, 'malformed')
  t.equal(refusalOf(e2eDocument().replace('<Clin', '<!DOCTYPE a [<!ENTITY b "c & d">]><Clin')).kind, 'malformed')
  t.equal(refusalOf(`${e2eDocument()} & `).kind, 'malformed')
})

t.test('a repaired document is otherwise the same', async (t) => {
  const twin = imported(told('A &amp; B'))
  t.strictSame(imported(told('A & B')), twin)
  t.strictSame(imported(Buffer.from(`\ufeff${told('A & B').replace('UTF-8', 'UTF-16')}`, 'utf16le')), twin)
})

t.test('very many bare ampersands are no more work', async (t) => {
  const text = '& '.repeat(50_000)
  t.equal(imported(told(text)).conditions?.[0]?.description, text)
  t.match(warningsOf(told(text)), [/50,?000/])
})
