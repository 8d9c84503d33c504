import t from 'tap'
import { decoderFor } from '../../../oscar-shadow/source/decode-text.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')

const cases: { says: string; charset: string | undefined; hex: string; text: string }[] = [
  { says: 'ASCII is itself', charset: 'latin1', hex: '41 42', text: 'AB' },
  { says: 'true latin1', charset: 'latin1', hex: '63 61 66 e9', text: 'café' },
  { says: 'windows-1252, which MySQL calls latin1', charset: 'latin1', hex: '80 20 93 61 94', text: '€ “a”' },
  { says: 'UTF-8 written through a latin1 connection', charset: 'latin1', hex: '63 61 66 c3 a9', text: 'café' },
  { says: 'UTF-8 of a character beyond 16 bits', charset: 'latin1', hex: 'f0 9f 98 80', text: '😀' },
  { says: 'UTF-8 cut in its last character', charset: 'latin1', hex: 'c3 a9 74 c3', text: 'ét' },
  { says: 'a latin1 character at the end is none that was cut', charset: 'latin1', hex: '74 e9', text: 'té' },
  { says: 'two latin1 characters that begin like UTF-8', charset: 'latin1', hex: 'e9 74 e9', text: 'été' },
  { says: 'bytes that windows-1252 leaves undefined', charset: 'latin1', hex: '81 20', text: '\x81 ' },
  { says: 'true UTF-8', charset: 'utf8', hex: '63 61 66 c3 a9', text: 'café' },
  { says: 'doubly encoded UTF-8', charset: 'utf8', hex: '63 61 66 c3 83 c2 a9', text: 'café' },
  { says: 'doubly encoded by way of windows-1252', charset: 'utf8mb4', hex: 'c3 a2 e2 82 ac e2 84 a2', text: '’' },
  {
    says: 'UTF-8 beyond windows-1252 is not taken for doubly encoded',
    charset: 'utf8',
    hex: 'e2 98 83 c3 a9',
    text: '☃é',
  },
  {
    says: 'what is no UTF-8 is windows-1252, in a dump that does not tell',
    charset: 'utf8',
    hex: '41 ff 42',
    text: 'AÿB',
  },
  { says: 'a byte order mark is text', charset: 'utf8', hex: 'ef bb bf 41', text: '\ufeffA' },
  { says: 'UCS-2', charset: 'ucs2', hex: '00 e9 00 41', text: 'éA' },
  { says: 'a column that tells no character set', charset: undefined, hex: 'e9', text: 'é' },
]
for (const { says, charset, hex, text } of cases)
  t.test(says, async (t) => t.equal(decoderFor(charset)(bytes(hex)), text))
