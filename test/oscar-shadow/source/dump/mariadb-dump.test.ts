import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { howToGetMariadb } from '../../../mariadb-server.ts'
import { dumpDatabase, readAll, startClinicServer } from '../clinic-server.ts'

const server = await startClinicServer(t.testdir({}))
if (!server) {
  t.plan(0, howToGetMariadb)
  process.exit()
}
t.teardown(() => server.remove())
await server.load('oscar_12_1', { patients: 20 })
await server.load('oscar_utf8', { patients: 20, charset: 'utf8', engine: 'mixed' })

const options: [says: string, words: string[]][] = [
  ['as the OSP would', []],
  ['at one moment', ['--single-transaction']],
  ['one row a statement', ['--skip-extended-insert']],
  ['with columns named', ['--complete-insert']],
  ['rows alone, with columns named', ['--complete-insert', '--no-create-info']],
  ['binary columns as numbers', ['--hex-blob']],
  ['without comments', ['--skip-comments']],
  ['without the date of its end', ['--skip-dump-date']],
  ['without locks', ['--skip-add-locks', '--skip-disable-keys']],
  ['in latin1', ['--default-character-set=latin1']],
  ['in the bytes that are stored', ['--default-character-set=binary']],
  ['ignoring what is there already', ['--insert-ignore']],
  ['replacing what is there already', ['--replace', '--skip-opt', '--create-options', '--quick']],
  ['in short statements', ['--net-buffer-length=4096']],
  ['with triggers and routines', ['--routines', '--triggers', '--events']],
  ['as a database', ['--databases']],
  ['in the style of ANSI', ['--compatible=ansi']],
]

const isAboutText = ([, words]: (typeof options)[number]) =>
  words.length === 0 || words.some((word) => /character|ansi/.test(word))

await server.sql(
  `CREATE TRIGGER note_kept BEFORE INSERT ON casemgmt_note FOR EACH ROW SET @x = "INSERT INTO drugs VALUES ('1;');";
   DELIMITER //
   CREATE PROCEDURE tidy() BEGIN SELECT 'a;'; SELECT 2; END//
   DELIMITER ;
   CREATE VIEW drug_list AS SELECT drugid FROM drugs;`,
  'oscar_12_1',
)

for (const database of ['oscar_12_1', 'oscar_utf8']) {
  const account = await server.account(`reader_${database}`, `SELECT ON \`${database}\`.*`)
  const live = await readAll(account.address(database), account.options)
  // What the character set has nothing to do with needs no second look.
  for (const [says, words] of database === 'oscar_utf8' ? options.filter(isAboutText) : options)
    t.test(`${database} dumped ${says}: the same charts as from the server`, async (t) => {
      const file = join(server.folder, 'dump.sql')
      writeFileSync(file, await dumpDatabase(server, ...words, database))
      const { charts } = await readAll(file, account.options)
      t.ok(charts.length > 10)
      t.equal(JSON.stringify(charts), JSON.stringify(live.charts))
    })
}

t.test('several databases in one file', async (t) => {
  const file = join(server.folder, 'all.sql')
  writeFileSync(file, await dumpDatabase(server, '--databases', 'oscar_12_1', 'oscar_utf8'))
  const read = async (database: string) => (await readAll(file, { folder: server.folder, database })).charts
  t.equal(JSON.stringify(await read('oscar_12_1')), JSON.stringify(await read('oscar_utf8')))
})

t.test('the shortest form has no mark of its end, and is refused', async (t) => {
  const file = join(server.folder, 'compact.sql')
  writeFileSync(file, await dumpDatabase(server, '--compact', 'oscar_12_1'))
  await t.rejects(readAll(file, { folder: server.folder }), { message: /cut short.*the mark of its end is missing/ })
})

t.test('XML is refused', async (t) => {
  const file = join(server.folder, 'dump.xml')
  writeFileSync(file, await dumpDatabase(server, '--xml', 'oscar_12_1', 'clinic'))
  await t.rejects(readAll(file, { folder: server.folder }), { message: /is XML, which mysqldump writes with --xml/ })
})
