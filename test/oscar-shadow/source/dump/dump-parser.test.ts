import t from 'tap'
import type { RawValue } from '../../../../oscar-shadow/source/convert.ts'
import { dumpParser } from '../../../../oscar-shadow/source/dump/dump-parser.ts'

type Event = [kind: string, ...facts: unknown[]]

/** What a parser tells of a dump that comes in pieces of a size; it wants the first and third column of every table but `skipped`. */
function eventsOf(dump: string, size: number) {
  const events: Event[] = []
  const text = (value: RawValue) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value)
  const parser = dumpParser({
    database: (name) => events.push(['database', name]),
    definition: ({ name, columns }) => events.push(['definition', name, columns.length]),
    charset: (name) => events.push(['charset', name]),
    comment: (comment) => events.push(['comment', comment]),
    statement: () => {},
    rows(table, columns) {
      events.push(['insert', table, ...(columns ?? [])])
      if (table === 'skipped') return undefined
      const row: RawValue[] = [null, null]
      return { places: [0, -1, 1], row, take: () => events.push(['row', ...row.map(text)]) }
    },
  })
  const bytes = Buffer.from(dump, 'latin1')
  for (let start = 0; start < bytes.length; start += size) parser.feed(bytes.subarray(start, start + size), false)
  parser.feed(Buffer.alloc(0), true)
  return { events, end: parser.end() }
}

const dump = `/*M!999999\\- enable the sandbox mode */
-- MySQL dump 10.13
--
/*!40101 SET NAMES utf8 */;
# a comment of another kind; with a semicolon
CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`oscar\` /*!40100 DEFAULT CHARACTER SET latin1 */;
USE \`oscar\`;
DROP TABLE IF EXISTS \`t\`;
CREATE TABLE \`t\` (
  \`a\` int,
  \`b\` text COMMENT 'semi; ''colon',
  \`c\` text
) DEFAULT CHARSET=latin1;
LOCK TABLES \`t\` WRITE;
/*!40000 ALTER TABLE \`t\` DISABLE KEYS */;
INSERT INTO \`t\` VALUES (1,'it\\'s ),(; -- /*','x\\ny'),(-1.50,NULL,''),
(3,0x00FF27,0x41);
INSERT IGNORE INTO \`t\` (\`a\`, \`b\`, \`c\`) VALUES
(4,_binary '\xff\\0','it''s');
REPLACE INTO \`oscar\`.\`t\` VALUES (5,b'101',x'4142');
INSERT INTO \`skipped\` VALUES (1,'INSERT INTO \`t\` VALUES (9,9,9);'),(2,'\\\\'),(3,'\\';'), (4,'${'y'.repeat(300)}\\\\\\'z');
UNLOCK TABLES;
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a='INSERT INTO t'; SET @b=2; END */;;
DELIMITER ;
INSERT INTO \`t\` VALUES (6,'',NULL);
-- Dump completed on 2014-06-30 23:15:02`

const expected: Event[] = [
  ['comment', '-- MySQL dump 10.13'],
  ['comment', '--'],
  ['charset', 'utf8'],
  ['comment', '# a comment of another kind; with a semicolon'],
  ['database', 'oscar'],
  ['definition', 't', 3],
  ['insert', 't'],
  ['row', '1', 'x\ny'],
  ['row', '-1.50', ''],
  ['row', '3', 'A'],
  ['insert', 't', 'a', 'b', 'c'],
  ['row', '4', "it's"],
  ['insert', 't'],
  ['row', '5', 'AB'],
  ['insert', 'skipped'],
  ['insert', 't'],
  ['row', '6', null],
  ['comment', '-- Dump completed on 2014-06-30 23:15:02'],
]

for (const size of [1, 2, 3, 7, 64, 1000, 1_000_000])
  t.test(`a dump is read by its tokens, in pieces of ${size} bytes`, async (t) => {
    const { events, end } = eventsOf(dump, size)
    t.strictSame(events, expected)
    t.strictSame(end, { offset: Buffer.byteLength(dump, 'latin1'), clean: true, within: undefined })
  })

t.test('a dump from a server without backslash escapes', async (t) => {
  const { events } = eventsOf("INSERT INTO `t` VALUES (1,2,'a\nb'),(2,2,'C:\\'),(3,2,'it''s');\n", 5)
  t.strictSame(events.slice(1), [
    ['row', '1', 'a\nb'],
    ['row', '2', 'C:\\'],
    ['row', '3', "it's"],
  ])
})

t.test('a value may be longer than many pieces', async (t) => {
  const long = 'z'.repeat(300_000)
  const { events } = eventsOf(
    `INSERT INTO \`t\` VALUES (1,2,'${long}');INSERT INTO \`skipped\` VALUES (1,'${long}');`,
    1000,
  )
  t.strictSame(events, [
    ['insert', 't'],
    ['row', '1', long],
    ['insert', 'skipped'],
  ])
})

t.test('where a dump is cut, its end is not clean', async (t) => {
  const start = dump.indexOf('INSERT INTO `t`')
  for (let length = start + 1; length < dump.indexOf('UNLOCK'); length++) {
    const { end } = eventsOf(dump.slice(0, length), 1000)
    t.equal(end.offset, length)
    if (end.clean) t.match(dump.slice(0, length), /;\s*$/)
  }
})

const broken: [dump: string, message: string, position: number][] = [
  ["INSERT INTO `t` VALUES (1,2,'x' 'y');", 'a value is followed by neither comma nor bracket', 33],
  ['INSERT INTO `t` VALUES (1,2);', 'a row has fewer values than its table has columns', 23],
  ['INSERT INTO `t` VALUES (1,2,3,4);', 'a row has more values than its table has columns', 23],
  ['INSERT INTO `t` VALUES (1,2,3) x;', 'a row is followed by neither comma nor semicolon', 31],
]
for (const [text, message, position] of broken)
  t.test(`${message}: an error that tells where`, async (t) => {
    const error = t.throws(() => eventsOf(`-- head\n${text}`, 4), { message })
    t.match(error, { position: position + 8 })
  })
