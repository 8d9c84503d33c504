import t from 'tap'
import { type Escapes, endOfString, unescapeString } from '../../../../oscar-shadow/source/dump/sql-string.ts'

type Style = Escapes['style']
/** Reads the string that a text begins with, as mysqldump or a server with NO_BACKSLASH_ESCAPES wrote it. */
function read(text: string, style: Style) {
  const escapes: Escapes = { style }
  const bytes = Buffer.from(text, 'latin1')
  const end = endOfString(bytes, 1, escapes)
  return {
    end,
    said: end < 0 ? undefined : unescapeString(bytes.subarray(1, end), escapes).toString('latin1'),
    style: escapes.style,
  }
}

const long = 'x'.repeat(100)
const cases: { says: string; style: Style; text: string; said: string | undefined; decided?: Style }[] = [
  { says: 'an empty string', style: 'backslash', text: "'',", said: '' },
  { says: 'what mysqldump escapes', style: 'backslash', text: String.raw`'\0\n\r\\\'\"\Z',`, said: '\0\n\r\\\'"\x1a' },
  { says: 'any other escape is the character', style: 'backslash', text: String.raw`'\q\%',`, said: 'q%' },
  { says: 'what looks like the end of a row', style: 'backslash', text: "'a),(b;--/*',", said: 'a),(b;--/*' },
  { says: 'a backslash at the end', style: 'backslash', text: String.raw`'C:\\',`, said: 'C:\\' },
  {
    says: 'a quote after two backslashes, far from the beginning',
    style: 'backslash',
    text: `'${long}\\\\',`,
    said: `${long}\\`,
  },
  {
    says: 'a quote after three backslashes, far from the beginning',
    style: 'backslash',
    text: `'${long}\\\\\\'y',`,
    said: `${long}\\'y`,
  },
  {
    says: 'a backslash where looking one by one ends',
    style: 'backslash',
    text: `'${'x'.repeat(47)}\\'y',`,
    said: `${'x'.repeat(47)}'y`,
  },
  { says: 'doubled quotes', style: 'backslash', text: "'O''Neil''',", said: "O'Neil'" },
  { says: 'only a quote', style: 'none', text: "'''',", said: "'" },
  { says: 'backslashes that escape nothing', style: 'none', text: String.raw`'C:\new\',`, said: 'C:\\new\\' },
  { says: 'bytes of any kind', style: 'backslash', text: "'\xff\x80\t%_',", said: '\xff\x80\t%_' },
  { says: 'no end yet', style: 'backslash', text: "'abc", said: undefined },
  { says: 'an end that may be half of a doubled quote', style: 'backslash', text: "'abc'", said: undefined },
  { says: 'an escape that is cut', style: 'backslash', text: "'abc\\", said: undefined },
  { says: 'an escape that is cut, undecided', style: 'undecided', text: "'abc\\", said: undefined },
  { says: 'an escape decides', style: 'undecided', text: String.raw`'a\nb\'c',`, said: "a\nb'c", decided: 'backslash' },
  { says: 'a bare line break decides', style: 'undecided', text: "'a\nb\\',", said: 'a\nb\\', decided: 'none' },
  {
    says: 'neither decides nothing',
    style: 'undecided',
    text: String.raw`'a''b\q',`,
    said: "a'bq",
    decided: 'undecided',
  },
]
for (const { says, style, text, said, decided = style } of cases)
  t.test(`${says} (${style})`, async (t) => {
    const result = read(text, style)
    t.equal(result.said, said)
    if (said !== undefined) t.equal(result.style, decided)
    if (said !== undefined) t.equal(result.end, text.length - 2)
  })
