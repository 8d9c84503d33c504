import { readFileSync } from 'node:fs'
import t from 'tap'
import { imported, refusalOf, warningsOf } from './importing.ts'

const folder = new URL('../../fixtures/e2e/', import.meta.url)
const bytes = readFileSync(new URL('sample.xml', folder))
const expected: unknown = JSON.parse(readFileSync(new URL('sample.expected.json', folder), 'utf8'))
const text = bytes.toString('utf8')

t.test('the sample becomes its expected record', async (t) => {
  t.strictSame(imported(bytes), expected)
  t.strictSame(warningsOf(bytes), [])
})

t.test('the record is what JSON can carry', async (t) => {
  t.strictSame(JSON.parse(JSON.stringify(imported(bytes))), expected)
})

t.test('nobody’s name or number stands in the record in clear', async (t) => {
  const record = JSON.stringify(imported(bytes))
  for (const clear of ['Zoé', 'Testpatient', 'Testdoctor', 'Plain', '9000000009', 'Maria']) t.notMatch(record, clear)
})

t.test('importing twice gives the same record', async (t) => t.strictSame(imported(bytes), imported(bytes)))

t.test('importing leaves the bytes alone', async (t) => {
  const before = Buffer.from(bytes)
  imported(bytes)
  t.ok(before.equals(bytes))
})

t.test('the sample is the same document however it is written', async (t) => {
  const utf16 = text.replace('UTF-8', 'UTF-16')
  t.strictSame(imported(text.replaceAll(/\n */g, '\n').replace(/(BP)/, '$1')), expected, 'without indentation')
  t.strictSame(imported(text.replaceAll(/^( +)</gm, '$1<!-- --><')), expected, 'full of comments')
  t.strictSame(imported(`\ufeff${text}`), expected, 'with a mark')
  t.strictSame(imported(Buffer.from(`\ufeff${utf16}`, 'utf16le')), expected, 'in UTF-16')
  t.strictSame(imported(Buffer.from(text.replace('UTF-8', 'ISO-8859-1'), 'latin1')), expected, 'in Latin 1')
  t.strictSame(imported(text.replaceAll('\n', '\r\n')), expected, 'with line ends of the other kind')
})

t.test('the sample cut off anywhere is refused', async (t) => {
  const end = bytes.lastIndexOf('>')
  for (let cut = 0; cut < end; cut += 97) t.equal(refusalOf(bytes.subarray(0, cut)).kind, 'malformed', `at byte ${cut}`)
  const lastTag = bytes.lastIndexOf('</')
  for (let cut = lastTag; cut <= end; cut += 1)
    t.equal(refusalOf(bytes.subarray(0, cut)).kind, 'malformed', `at byte ${cut}`)
})

t.test('the sample cut within a character is refused', async (t) => {
  const within = bytes.indexOf('é') + 1
  t.match(refusalOf(bytes.subarray(0, within)).kind, /encoding|malformed/)
})

t.test('the narrative changes nothing', async (t) => {
  const narrative = /<text mediaType="text\/x-hl7-text\+xml">.*?<\/text>/g
  t.strictSame(imported(text.replaceAll(narrative, '')), expected, 'missing')
  t.strictSame(imported(text.replaceAll(narrative, '<text/>')), expected, 'empty')
  t.strictSame(imported(text.replaceAll(narrative, '<text ID="a"><table><tr/></table></text>')), expected, 'other')
})
