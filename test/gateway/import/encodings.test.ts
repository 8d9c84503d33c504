import t from 'tap'
import { e2eDocument } from '../../fixtures/e2e/document.ts'
import { H, imported, refusalOf } from './importing.ts'

const declared = (encoding: string, family = 'Zoé') =>
  e2eDocument({
    declaration: encoding && `<?xml version="1.0" encoding="${encoding}"?>\n`,
    patientName: `<name><given>Eve</given><family>${family}</family></name>`,
  })

const utf8 = (text: string) => Buffer.from(text, 'utf8')
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const littleEndian = (text: string) => Buffer.from(text, 'utf16le')
const bigEndian = (text: string) => littleEndian(text).swap16()
const marked = (mark: number[], bytes: Buffer) => Buffer.concat([Buffer.from(mark), bytes])
const marks = { utf8: [0xef, 0xbb, 0xbf], littleEndian: [0xff, 0xfe], bigEndian: [0xfe, 0xff] }

const accepted: { says: string; bytes: Buffer; family?: string }[] = [
  { says: 'UTF-8', bytes: utf8(declared('UTF-8')) },
  { says: 'UTF-8 with a mark', bytes: marked(marks.utf8, utf8(declared('UTF-8'))) },
  { says: 'utf-8 in small letters', bytes: utf8(declared('utf-8')) },
  { says: 'UTF-8 without a declaration', bytes: utf8(declared('')) },
  { says: 'UTF-8 with a mark and no declaration', bytes: marked(marks.utf8, utf8(declared(''))) },
  {
    says: 'a declaration in single quotes',
    bytes: utf8(declared('UTF-8').replace('"1.0" encoding="UTF-8"', "'1.0' encoding='UTF-8' standalone='yes'")),
  },
  { says: 'a declaration without encoding', bytes: utf8(declared('UTF-8').replace(' encoding="UTF-8"', '')) },
  { says: 'UTF-16 LE with a mark', bytes: marked(marks.littleEndian, littleEndian(declared('UTF-16'))) },
  { says: 'UTF-16 BE with a mark', bytes: marked(marks.bigEndian, bigEndian(declared('UTF-16'))) },
  { says: 'UTF-16LE with a mark', bytes: marked(marks.littleEndian, littleEndian(declared('UTF-16LE'))) },
  { says: 'UTF-16BE with a mark', bytes: marked(marks.bigEndian, bigEndian(declared('UTF-16BE'))) },
  { says: 'UTF-16 LE with a mark and no declaration', bytes: marked(marks.littleEndian, littleEndian(declared(''))) },
  { says: 'UTF-16LE without a mark', bytes: littleEndian(declared('UTF-16LE')) },
  { says: 'UTF-16BE without a mark', bytes: bigEndian(declared('UTF-16BE')) },
  { says: 'UTF-16 without a mark, little end first', bytes: littleEndian(declared('UTF-16')) },
  { says: 'UTF-16 without a mark, big end first', bytes: bigEndian(declared('UTF-16')) },
  { says: 'ISO-8859-1', bytes: latin1(declared('ISO-8859-1')) },
  { says: 'windows-1252', bytes: latin1(declared('windows-1252')) },
  { says: 'a dash of windows-1252', bytes: latin1(declared('windows-1252', 'A\x97B\x80')), family: 'A—B€' },
  { says: 'characters beyond the BMP in UTF-8', bytes: utf8(declared('UTF-8', '😀')), family: '😀' },
  {
    says: 'characters beyond the BMP in UTF-16',
    bytes: marked(marks.bigEndian, bigEndian(declared('UTF-16', '😀'))),
    family: '😀',
  },
]

t.test('a document is read as it declares', async (t) => {
  for (const { says, bytes, family = 'Zoé' } of accepted) t.equal(imported(bytes).last, H(family), says)
})

const byte = (...values: number[]) => {
  const [before = '', after = ''] = declared('UTF-8', '|').split('|')
  return Buffer.concat([utf8(before), Buffer.from(values), utf8(after)])
}
const lone = String.fromCharCode(0xd83d)

const refused = [
  { says: 'Latin 1 under a UTF-8 declaration', bytes: latin1(declared('UTF-8')) },
  { says: 'Latin 1 without a declaration', bytes: latin1(declared('')) },
  { says: 'a byte that UTF-8 never has', bytes: byte(0xff) },
  { says: 'a sequence cut short', bytes: byte(0xe2, 0x82) },
  { says: 'an overlong sequence', bytes: byte(0xc0, 0xaf) },
  { says: 'half a surrogate pair in UTF-8', bytes: byte(0xed, 0xa0, 0xbd) },
  { says: 'beyond the last character', bytes: byte(0xf4, 0x90, 0x80, 0x80) },
  {
    says: 'half a surrogate pair in UTF-16',
    bytes: marked(marks.littleEndian, littleEndian(declared('UTF-16', lone))),
  },
  {
    says: 'half a code unit at the end',
    bytes: marked(marks.littleEndian, Buffer.concat([littleEndian(declared('UTF-16')), Buffer.from([0x20])])),
  },
  { says: 'an unknown encoding', bytes: utf8(declared('x-invented')) },
  { says: 'UTF-7', bytes: utf8(declared('UTF-7')) },
  { says: 'EBCDIC', bytes: utf8(declared('IBM037')) },
  { says: 'UTF-8’s mark over ISO-8859-1', bytes: marked(marks.utf8, utf8(declared('ISO-8859-1'))) },
  { says: 'UTF-8’s mark over UTF-16', bytes: marked(marks.utf8, utf8(declared('UTF-16'))) },
  { says: 'UTF-16’s mark over UTF-8', bytes: marked(marks.littleEndian, littleEndian(declared('UTF-8'))) },
  {
    says: 'UTF-16’s mark over the other end first',
    bytes: marked(marks.littleEndian, littleEndian(declared('UTF-16BE'))),
  },
  { says: 'the other one likewise', bytes: marked(marks.bigEndian, bigEndian(declared('UTF-16LE'))) },
]

t.test('bytes that are not what they are declared to be are refused', async (t) => {
  for (const { says, bytes } of refused) {
    t.test(says, async (t) => t.equal(refusalOf(bytes).kind, 'encoding'))
  }
})

t.test('bytes and a declaration of different widths are refused', async (t) => {
  t.match(refusalOf(utf8(declared('UTF-16'))).kind, /encoding|malformed/)
  t.match(refusalOf(littleEndian(declared('UTF-8'))).kind, /encoding|malformed/)
  t.match(refusalOf(bigEndian(declared('UTF-8'))).kind, /encoding|malformed/)
})
