import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import type { Chart } from '../../../../oscar-shadow/chart.ts'
import { openSource } from '../../../../oscar-shadow/source/open-source.ts'
import { clinicDump } from '../../../../oscar-shadow/synthetic-clinic/index.ts'

const dump = [...clinicDump({ patients: 3 })].join('')
const folder = t.testdir({})
let files = 0

/** A dump file and the charts of its patients. */
async function read(
  content: string | Uint8Array,
  { name = 'dump.sql', database }: { name?: string; database?: string } = {},
) {
  const file = join(folder, `${files++}-${name}`)
  writeFileSync(file, content)
  const source = await openSource(file, { folder: join(folder, 'stage'), database })
  const charts: Chart[] = []
  for await (const chart of source.charts()) charts.push(chart)
  await source.close()
  return { charts, facts: source.facts, file }
}
const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

t.test('a dump is read the same, plain or packed', async (t) => {
  const { charts, facts } = await read(dump)
  t.ok(charts.length > 0)
  t.match(facts, { server: '5.5.37-0ubuntu0.12.04.1', tls: undefined, drift: [] })
  t.equal(digest((await read(gzipSync(dump), { name: 'dump.sql.gz' })).charts), digest(charts))
  const half = dump.length >> 1
  const twoMembers = Buffer.concat([gzipSync(dump.slice(0, half)), gzipSync(dump.slice(half))])
  t.equal(digest((await read(twoMembers, { name: 'misnamed' })).charts), digest(charts))
})

t.test('a dump that is cut anywhere is refused, and the error tells where', async (t) => {
  const bytes = Buffer.from(dump)
  for (let part = 1; part < 120; part++) {
    const length = Math.floor((bytes.length * part) / 120)
    await t.rejects(read(bytes.subarray(0, length)), {
      name: 'EndpointError',
      message: new RegExp(`is cut short: it ends at byte ${length}, line \\d+`),
      advice: /nothing of it was exported/,
    })
  }
  await t.rejects(read(bytes.subarray(0, bytes.length - 'leted on 2014-06-30 23:15:02\n'.length)), /cut short/)
})

t.test('where it is cut inside a table, the error tells which one and how much of it was whole', async (t) => {
  const at = dump.indexOf("','", dump.indexOf('INSERT INTO `drugs`') + 900)
  const line = dump.slice(0, at).split('\n').length
  await t.rejects(read(dump.slice(0, at)), {
    message: new RegExp(`line ${line} inside table drugs after \\d+ whole rows, and`),
  })
})

t.test('a packed dump that is cut or damaged is refused', async (t) => {
  const packed = gzipSync(dump)
  await t.rejects(read(packed.subarray(0, packed.length - 9)), /cut short/)
  await t.rejects(read(packed.subarray(0, packed.length >> 1)), /cut short: it ends at byte \d+/)
  const damaged = Buffer.from(packed)
  damaged.fill(0x55, packed.length >> 1, (packed.length >> 1) + 20)
  await t.rejects(read(damaged), { message: /cut short|is damaged \(Z_DATA_ERROR\)|can't be read at byte/ })
})

const tail = dump.slice(dump.lastIndexOf('/*!40103 SET TIME_ZONE=@OLD'))
const uncommented = dump.replaceAll(/^-- .*\n/gm, '')

t.test('a dump without comments ends with a statement that says so', async (t) => {
  t.ok((await read(uncommented)).charts.length > 0)
  await t.rejects(
    read(uncommented.slice(0, -1 - '/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;'.length).trimEnd()),
    /cut short/,
  )
  await t.rejects(read(uncommented.replace(tail.replaceAll(/^-- .*\n/gm, ''), '')), /cut short/)
})

t.test('a dump that goes on after its end is not whole', async (t) => {
  await t.rejects(read(`${dump}INSERT INTO \`clinic\` VALUES (1,2,3`), /cut short/)
})

t.test('of a dump with several databases the named one is read', async (t) => {
  const body = dump.slice(dump.indexOf('--\n-- Table structure'), dump.indexOf(tail))
  const head = dump.slice(0, dump.indexOf('--\n-- Table structure'))
  const other = body.replaceAll("'AC'", "'IN'")
  const both = `${head}CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`oscar_old\`;\nUSE \`oscar_old\`;\n${other}USE \`oscar_12_1\`;\n${body}${tail}`
  t.equal(digest((await read(both, { database: 'oscar_12_1' })).charts), digest((await read(dump)).charts))
  t.equal((await read(both, { database: 'oscar_old' })).charts.length, 0)
  await t.rejects(read(both), { message: /has the table allergies more than once/, advice: /say which one/ })
  await t.rejects(read(both, { database: 'drugref' }), /no whole OSCAR database/)
})

t.test('a dump without CREATE TABLE must name its columns', async (t) => {
  const bare = dump.replaceAll(/^CREATE TABLE [^;]*;/gms, '')
  await t.rejects(read(bare), {
    message: /doesn't say which columns the table \w+ has/,
    advice: /complete-insert/,
  })
})

t.test('a dump that lacks a table of OSCAR is refused', async (t) => {
  const start = dump.indexOf('--\n-- Table structure for table `drugs`')
  const end = dump.indexOf('--\n-- Table structure for table `dxresearch`')
  await t.rejects(read(dump.slice(0, start) + dump.slice(end)), { message: /no whole OSCAR database: it lacks drugs/ })
})

const others: [what: string, content: string | Uint8Array][] = [
  ['XML, which mysqldump writes with --xml', '<?xml version="1.0"?>\n<mysqldump>'],
  ['a zip archive', 'PK\x03\x04aaaa'],
  ['compressed with bzip2', 'BZh91AY'],
  ['encrypted', '-----BEGIN PGP MESSAGE-----\n'],
  ['encrypted', Buffer.from([0x85, 0x01, 0x0c])],
  ['compressed with xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
]
for (const [what, content] of others)
  t.test(`what is ${what} is refused`, async (t) =>
    t.rejects(read(content), { message: new RegExp(` is ${what}; that can't be read`) }),
  )

t.test('a folder as --tab fills it is refused, and a file that is not there', async (t) => {
  const tab = join(folder, 'tab')
  mkdirSync(tab)
  await t.rejects(openSource(tab, { folder }), { message: /is a folder, as mysqldump fills with --tab/ })
  await t.rejects(openSource(join(folder, 'nowhere.sql'), { folder }), {
    message: /there is no dump file/,
    exitCode: 2,
  })
  await t.rejects(read(''), { message: /which should be a dump, is empty$/ })
  await t.rejects(read('not a dump at all\n'), { message: /which should be a dump, holds no statement$/ })
})

t.test('reading a dump can be stopped', async (t) => {
  const file = join(folder, 'stopped.sql')
  writeFileSync(file, dump)
  await t.rejects(openSource(file, { folder, signal: AbortSignal.abort() }), { name: 'AbortError' })
})
