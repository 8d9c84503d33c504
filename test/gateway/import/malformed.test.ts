import t from 'tap'
import { e2eDocument, xsi } from '../../fixtures/e2e/document.ts'
import { imported, refusalOf } from './importing.ts'

const whole = e2eDocument()
const within = (xml: string) => e2eDocument({ sections: xml })
const doctype = (text: string) => whole.replace('<ClinicalDocument', `${text}\n<ClinicalDocument`)
const bomb = ['a', 'b', 'c', 'd'].map(
  (name, index) => `<!ENTITY ${name} "${index ? `&${'xabc'[index]};`.repeat(10) : 'lol'}">`,
)

const refused = [
  { says: 'nothing', document: '' },
  { says: 'white space', document: ' \n' },
  { says: 'only a declaration', document: '<?xml version="1.0"?>' },
  { says: 'only a comment', document: '<!-- x -->' },
  { says: 'plain text', document: 'patient 4711' },
  { says: 'JSON', document: '{"patient": 4711}' },
  { says: 'HTML', document: '<!DOCTYPE html><html><body><p>502<br></body></html>' },
  { says: 'text before the root', document: whole.replace('<ClinicalDocument', 'x<ClinicalDocument') },
  { says: 'a blank before the declaration', document: ` ${whole}` },
  { says: 'text after the root', document: `${whole}x` },
  { says: 'an element after the root', document: `${whole}<x/>` },
  { says: 'the document twice', document: whole + whole },
  { says: 'CDATA after the root', document: `${whole}<![CDATA[x]]>` },
  { says: 'an end tag after the root', document: `${whole}</x>` },
  { says: 'a missing end tag', document: within('<a><b></a>') },
  { says: 'crossing elements', document: within('<a><b></a></b>') },
  { says: 'an end tag of another prefix', document: within('<hl7:a></a>') },
  { says: 'a second byte order mark', document: `\ufeff\ufeff${whole}` },
  { says: 'NUL', document: within('a\0b') },
  { says: 'NUL after the root', document: `${whole}\0` },
  { says: 'a control character', document: within('a\x01b') },
  { says: 'a vertical tab', document: within('a\x0bb') },
  { says: 'no character', document: within('a\ufffeb') },
  { says: 'a forbidden character in an attribute', document: within('<a b="\x08"/>') },
  { says: 'a reference to NUL', document: within('a&#0;b') },
  { says: 'a reference to a control character', document: within('a&#x1F;b') },
  { says: 'a reference to half a surrogate pair', document: within('a&#xD83D;b') },
  { says: 'a reference beyond the last character', document: within('a&#x110000;b') },
  { says: 'the same attribute twice', document: within('<a b="1" b="2"/>') },
  {
    says: 'the same attribute by two prefixes',
    document: within('<a xmlns:p="urn:p" xmlns:q="urn:p" p:b="1" q:b="2"/>'),
  },
  { says: 'an undeclared prefix of an element', document: within('<nowhere:a/>') },
  { says: 'an undeclared prefix of an attribute', document: within('<a nowhere:b="1"/>') },
  { says: 'a prefix after its scope', document: within('<a xmlns:p="urn:p"/><p:b/>') },
  {
    says: 'xsi undeclared',
    document: whole.replace(`xmlns:xsi="${xsi}"`, '').replace('<realmCode', '<a xsi:type="ST"/><realmCode'),
  },
  { says: 'less-than in text', document: within('<text>a < b</text>') },
  { says: 'less-than and a digit', document: within('<text><0.35</text>') },
  { says: 'an unescaped range', document: within('<text>range <RANGE> found</text>') },
  { says: 'less-than in an attribute', document: within('<a b="x<y"/>') },
  { says: 'an attribute without quotes', document: within('<a b=1/>') },
  { says: 'an attribute without a value', document: within('<a b/>') },
  { says: 'attributes that touch', document: within('<a b="1"c="2"/>') },
  { says: 'the end of CDATA in text', document: within('<a>x ]]> y</a>') },
  { says: 'two dashes in a comment', document: within('<!-- a -- b -->') },
  { says: 'a comment without end', document: `${whole}<!-- ` },
  { says: 'CDATA without end', document: within('<![CDATA[ ') },
  { says: 'a second declaration', document: within('<?xml version="1.0"?>') },
  { says: 'a harmless DOCTYPE', document: doctype('<!DOCTYPE ClinicalDocument>') },
  { says: 'a DOCTYPE in small letters', document: doctype('<!doctype ClinicalDocument>') },
  { says: 'a DOCTYPE of elsewhere', document: doctype('<!DOCTYPE ClinicalDocument SYSTEM "file:///etc/hostname">') },
  { says: 'an internal entity', document: doctype('<!DOCTYPE x [<!ENTITY a "b">]>') },
  {
    says: 'an external entity',
    document: doctype('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>').replace('Eve', '&a;'),
  },
  { says: 'a parameter entity', document: doctype('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost:1/x"> %a;]>') },
  { says: 'an entity bomb', document: doctype(`<!DOCTYPE x [${bomb.join('')}]>`).replace('Eve', '&d;') },
  { says: 'a DOCTYPE within the root', document: within('<!DOCTYPE x>') },
]

t.test('what is no well-formed XML without a DOCTYPE is refused', async (t) => {
  for (const { says, document } of refused) {
    t.test(says, async (t) => {
      const { kind, advice, exitCode } = refusalOf(document)
      t.equal(kind, 'malformed')
      t.ok(advice, 'there is advice')
      t.equal(exitCode, 1)
    })
  }
})

const accepted = [
  { says: 'white space after the root', document: `${whole}\n \n` },
  { says: 'a comment after the root', document: `${whole}<!-- x -->` },
  {
    says: 'a processing instruction before and after the root',
    document: `${whole.replace('<Clin', '<?a b?><Clin')}<?c d?>`,
  },
  { says: 'no declaration', document: whole.slice(whole.indexOf('<ClinicalDocument')) },
  { says: 'line ends of the other kind', document: whole.replaceAll('\n', '\r\n') },
  { says: 'attributes in single quotes', document: whole.replaceAll('"', "'") },
  { says: 'unknown elements and attributes', document: within('<unknown a="b"><c/>text</unknown>') },
  { says: 'xml:lang and xml:space', document: within('<a xml:lang="en" xml:space="preserve"/>') },
  {
    says: 'DOCTYPE in CDATA, comments and text',
    document: within('<![CDATA[<!DOCTYPE x>]]><!-- <!DOCTYPE x> -->&lt;!DOCTYPE x>'),
  },
  { says: 'tabs and greater-than', document: within('<a b="x>y">\t></a>') },
]

t.test('what is unusual but well formed is accepted', async (t) => {
  for (const { says, document } of accepted) t.strictSame(imported(document), imported(whole), says)
})

t.test('the message tells line and column', async (t) => {
  const lines = whole.split('\n')
  for (const line of [3, 6, lines.length - 1]) {
    const broken = [...lines.slice(0, line - 1), `${lines[line - 1]} <`, ...lines.slice(line)].join('\n')
    const { message } = refusalOf(broken)
    const [, told] = /line (\d+)/.exec(message) ?? /(\d+):\d+/.exec(message) ?? []
    t.match(message, /\d+\D+\d+/, message)
    t.ok(Math.abs(Number(told) - line) <= 1, `line ${line}: ${message}`)
  }
})
