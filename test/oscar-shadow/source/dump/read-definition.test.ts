import t from 'tap'
import { readColumnList, readDefinition } from '../../../../oscar-shadow/source/dump/read-definition.ts'

t.test('columns, keys and character sets as mysqldump writes them', async (t) => {
  const statement = `CREATE TABLE \`drugs\` (
  \`drugid\` int(10) NOT NULL AUTO_INCREMENT,
  \`BN\` varchar(255) DEFAULT NULL COMMENT 'a, \\'b\\') ''c''',
  \`takemin\` float(10,2) DEFAULT NULL,
  \`odd\`\`name,(\` enum('a,b','c)') CHARACTER SET utf8 COLLATE utf8_bin DEFAULT 'c)',
  PRIMARY KEY (\`drugid\`),
  KEY \`BN\` (\`BN\`(10))
) ENGINE=MyISAM AUTO_INCREMENT=8 DEFAULT CHARSET=latin1;`
  t.strictSame(readDefinition(statement), {
    name: 'drugs',
    engine: 'MyISAM',
    columns: [
      { name: 'drugid', charset: 'latin1' },
      { name: 'BN', charset: 'latin1' },
      { name: 'takemin', charset: 'latin1' },
      { name: 'odd`name,(', charset: 'utf8' },
    ],
    primaryKey: ['drugid'],
  })
})

t.test('a table that says nothing of character sets, and one that says it by its collation', async (t) => {
  t.match(readDefinition('CREATE TABLE IF NOT EXISTS `a` (\n  `b` text\n);'), {
    name: 'a',
    columns: [{ name: 'b', charset: undefined }],
    primaryKey: [],
  })
  t.match(
    readDefinition(
      'CREATE TABLE `a` (\n  `b` text COLLATE utf8mb4_general_ci\n) ENGINE=InnoDB COLLATE=latin1_swedish_ci;',
    ),
    { columns: [{ charset: 'utf8mb4' }] },
  )
})

t.test('what is no table', async (t) => {
  t.equal(readDefinition('CREATE DATABASE `oscar`;'), undefined)
  t.equal(readDefinition('CREATE ALGORITHM=UNDEFINED VIEW `v` AS select 1;'), undefined)
})

t.test('the column list of a statement', async (t) =>
  t.strictSame(readColumnList('(`a`, `b``c`,`d`)'), ['a', 'b`c', 'd']),
)
