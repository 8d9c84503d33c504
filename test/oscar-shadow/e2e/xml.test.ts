import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { type Child, cleanText, type Element, element, writeXml } from '../../../oscar-shadow/e2e/xml.ts'
import { dirtyText } from './dirt.ts'
import { holds } from './holding.ts'
import { type Read, readXml } from './reading.ts'

const cases = [
  { says: 'markup is escaped', child: 'a & b < c > d', xml: '<e>a &amp; b &lt; c &gt; d</e>' },
  { says: 'the end of CDATA is no trouble', child: ']]>', xml: '<e>]]&gt;</e>' },
  { says: 'quotes stay in text', child: `"it's"`, xml: `<e>"it's"</e>` },
  { says: 'nothing is an empty element', child: '', xml: '<e/>' },
  { says: 'control characters are dropped', child: 'a\u0000\u0008\u000b\u001fb\ufffe\uffff', xml: '<e>ab</e>' },
  { says: 'tabs and line ends stay', child: 'a\tb\nc', xml: '<e>a\tb\nc</e>' },
  { says: 'CR LF and CR are line ends', child: 'a\r\nb\rc', xml: '<e>a\nb\nc</e>' },
  { says: 'half a surrogate pair is replaced', child: 'a\ud800b\udc00', xml: '<e>a\ufffdb\ufffd</e>' },
  { says: 'whole pairs stay', child: '😀é', xml: '<e>😀é</e>' },
]

t.test('text', async (t) => {
  for (const { says, child, xml } of cases) t.equal(writeXml(element('e', {}, child)), xml, says)
})

t.test('attributes', async (t) => {
  t.equal(writeXml(element('e', { a: '<&"\'>' })), `<e a="&lt;&amp;&quot;'&gt;"/>`, 'markup and quotes are escaped')
  t.equal(writeXml(element('e', { a: 'x\ty\nz\r\n' })), '<e a="x&#9;y&#10;z&#10;"/>', 'line ends are kept')
  t.equal(writeXml(element('e', { a: 1, b: false, c: undefined })), '<e a="1" b="false"/>', 'no value, no attribute')
})

t.test('children in order, lists within lists, nothing for undefined', async (t) => {
  const tree = element('a', {}, element('b'), [undefined, [element('c', {}, 'd')], 'e'], element('b'))
  t.equal(writeXml(tree), '<a><b/><c>d</c>e<b/></a>')
})

const tree = fc.letrec<{ element: Element; child: Child }>((tie) => ({
  child: fc.oneof({ maxDepth: 4 }, dirtyText, tie('element')),
  element: fc
    .tuple(
      fc.constantFrom('a', 'b', 'text'),
      fc.dictionary(fc.constantFrom('x', 'y', 'code'), dirtyText),
      fc.array(tie('child'), { maxLength: 4 }),
    )
    .map(([name, attributes, children]) => ({ name, attributes, children })),
})).element

/** What a parser must find: clean values, and neighbouring texts as one. */
function expected({ name, attributes, children }: Element): Read {
  const read: Read = { name, attributes: {}, children: [] }
  for (const [key, value] of Object.entries(attributes)) read.attributes[key] = cleanText(String(value))
  let text = ''
  for (const child of children) {
    if (typeof child === 'string') text += cleanText(child)
    else if (child && 'name' in child) {
      if (text) read.children.push(text)
      text = ''
      read.children.push(expected(child))
    }
  }
  if (text) read.children.push(text)
  return read
}

t.test('any tree with any text is well-formed and read back as it was', async (t) => {
  t.pass(holds(tree, (root) => deepStrictEqual(readXml(writeXml(root)), expected(root))))
})
