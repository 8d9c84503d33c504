import t from 'tap'
import { excessOf, readGrant, unknownRoles } from '../../../oscar-shadow/source/grants.ts'

const database = 'oscar_12_1'
const to = "TO 'scoophealth'@'10.0.0.5'"

/** Grants that leave an account with nothing but reading. */
const harmless: [says: string, line: string][] = [
  ['nothing at all', `GRANT USAGE ON *.* ${to}`],
  [
    'with a password of MySQL 5',
    `GRANT USAGE ON *.* ${to} IDENTIFIED BY PASSWORD '*D821809F681A40A6E379B50D0463EFAE20BDD122'`,
  ],
  ['with conditions on the link', `GRANT USAGE ON *.* ${to} REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 100`],
  ['reading the database', `GRANT SELECT ON \`oscar\\_12\\_1\`.* ${to}`],
  ['reading it, name not escaped', `GRANT SELECT, SHOW VIEW ON \`oscar_12_1\`.* ${to}`],
  ['reading under a MariaDB name', 'GRANT SELECT ON `oscar_12_1`.* TO `scoophealth`@`10.0.0.5`'],
  ['reading one table', `GRANT SELECT ON \`oscar_12_1\`.\`demographic\` ${to}`],
  ['reading some columns', `GRANT SELECT (\`note_id\`, note), SELECT (uuid) ON \`oscar_12_1\`.\`casemgmt_note\` ${to}`],
  ['reading another database', `GRANT SELECT ON \`drugref\`.* ${to}`],
  ['looking at replication', `GRANT REPLICATION CLIENT ON *.* ${to}`],
  ['looking at replication in MariaDB 10.5', `GRANT BINLOG MONITOR, SLAVE MONITOR, REPLICA MONITOR ON *.* ${to}`],
  ['what everybody may do in MariaDB', 'GRANT SELECT, INSERT, DROP, DELETE HISTORY ON `test`.* TO PUBLIC'],
  ['what everybody may do with names that begin so', 'GRANT SELECT, INSERT, DROP ON `test\\_%`.* TO PUBLIC'],
  ['a role that is on from the start', 'SET DEFAULT ROLE `readers` FOR `scoophealth`@`10.0.0.5`'],
  ['a password that looks like a right', `GRANT USAGE ON *.* ${to} IDENTIFIED BY PASSWORD 'x WITH GRANT OPTION'`],
]
for (const [says, line] of harmless)
  t.test(`harmless: ${says}`, async (t) => t.strictSame(excessOf(readGrant(line), database), []))

const excessive: [line: string, says: string][] = [
  [`GRANT ALL PRIVILEGES ON *.* ${to} WITH GRANT OPTION`, 'has ALL PRIVILEGES on *.*'],
  [`GRANT SELECT ON *.* ${to}`, 'has SELECT on *.*'],
  [`GRANT SELECT, INSERT, UPDATE ON \`oscar\\_12\\_1\`.* ${to}`, 'has INSERT, UPDATE on oscar\\_12\\_1.*'],
  [`GRANT SELECT, LOCK TABLES ON \`oscar%\`.* ${to}`, 'has LOCK TABLES on oscar%.*'],
  [`GRANT CREATE TEMPORARY TABLES ON \`oscar_12_1\`.* ${to}`, 'has CREATE TEMPORARY TABLES on oscar_12_1.*'],
  [
    `GRANT SELECT, UPDATE (last_name, sex) ON \`oscar_12_1\`.\`demographic\` ${to}`,
    'has UPDATE on oscar_12_1.demographic',
  ],
  [`GRANT SELECT ON \`oscar_12_1\`.* ${to} WITH GRANT OPTION`, 'may hand on its rights on oscar_12_1.*'],
  [`GRANT USAGE ON *.* ${to} REQUIRE SSL WITH GRANT OPTION MAX_QUERIES_PER_HOUR 5`, 'may hand on its rights on *.*'],
  [`GRANT FILE, PROCESS ON *.* ${to}`, 'has FILE, PROCESS on *.*'],
  [`GRANT SHOW_ROUTINE ON *.* ${to}`, 'has SHOW_ROUTINE on *.*'],
  [`GRANT EXECUTE ON PROCEDURE \`oscar_12_1\`.\`mend\` ${to}`, 'has EXECUTE on oscar_12_1.PROCEDURE mend'],
  [`GRANT INSERT ON \`drugref\`.* ${to}`, 'has INSERT on drugref.*'],
  ["GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION", 'has PROXY on *.*'],
  ['REVOKE SELECT ON `oscar_12_1`.* FROM `scoophealth`', 'has a grant that is not understood'],
]
for (const [line, says] of excessive)
  t.test(`too much: ${says}`, async (t) => t.equal(excessOf(readGrant(line), database)[0], says))

t.test('rights on the test databases count where OSCAR has such a name', async (t) => {
  const [line] = ['GRANT SELECT, INSERT ON `test\\_%`.* TO PUBLIC']
  t.strictSame(excessOf(readGrant(line), 'test_oscar'), ['has INSERT on test\\_%.*'])
  t.strictSame(excessOf(readGrant(line), 'testXoscar'), [])
})

t.test('roles are found, to be judged by their own grants', async (t) => {
  t.strictSame(readGrant('GRANT `readers` TO `scoop`@`%`'), [{ kind: 'role', role: '`readers`' }])
  t.strictSame(readGrant("GRANT readers TO 'scoop'@'%' WITH ADMIN OPTION"), [{ kind: 'role', role: 'readers' }])
  t.strictSame(readGrant('GRANT `readers`@`%`,`watchers`@`%` TO `scoop`@`10.0.0.5`'), [
    { kind: 'role', role: '`readers`@`%`' },
    { kind: 'role', role: '`watchers`@`%`' },
  ])
})

t.test('roles whose own grants stand in the list are known', async (t) => {
  const lines = [
    'GRANT `staff` TO `scoop`@`10.0.0.5`',
    'GRANT `readers` TO `staff`',
    'GRANT USAGE ON *.* TO `scoop`@`10.0.0.5`',
    'GRANT USAGE ON *.* TO `staff`',
  ]
  t.strictSame(unknownRoles(lines.flatMap(readGrant)), ['`readers`'])
})
