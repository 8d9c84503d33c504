import { join } from 'node:path'
import t from 'tap'
import { howToGetMariadb } from '../mariadb-server.ts'
import { run } from '../run-endpoint.ts'
import { startClinicServer } from './source/clinic-server.ts'

const folder = t.testdir({})
const found = await startClinicServer(folder)
if (!found) {
  t.plan(0, howToGetMariadb)
  process.exit()
}
const server = found
t.teardown(() => server.remove())

/** What the shadow may say to a server. */
const reading = /^(SELECT|SHOW|SET SESSION|START TRANSACTION|COMMIT|ROLLBACK)\b/
/** What it tries in order to be refused. */
const probes = [
  'DELETE FROM `demographic` WHERE 1=0',
  'UPDATE `demographic` SET demographic_no=demographic_no WHERE 1=0',
  'INSERT INTO `demographic` (demographic_no) SELECT demographic_no FROM `demographic` WHERE 1=0',
]

/** Checksum, structure and times of every table, and all that is set up beside the tables. */
async function stateOf(database: string): Promise<string[]> {
  const tables = (await server.sql(`SHOW TABLES FROM ${database}`)).split('\n')
  const listed = tables.map((table) => `\`${database}\`.\`${table}\``)
  const schema = `WHERE table_schema = '${database}'`
  const states = [
    `CHECKSUM TABLE ${listed.join(', ')} EXTENDED`,
    ...listed.map((table) => `SHOW CREATE TABLE ${table}`),
    `SELECT table_name, create_time, update_time, auto_increment FROM information_schema.tables ${schema} ORDER BY 1`,
    'SELECT * FROM mysql.global_priv ORDER BY user, host',
    'SHOW DATABASES',
  ]
  return (await server.sql(states.map((state) => `${state};\n`))).split('\n')
}

async function clinicWith(engine: 'InnoDB' | 'mixed') {
  const [database, user] = [`oscar_${engine.toLowerCase()}`, `reader_${engine.toLowerCase()}`]
  await server.load(database, { patients: 60, engine })
  return { engine, database, user, account: await server.account(user, `SELECT ON ${database}.*`) }
}

for (const { engine, database, user, account } of [await clinicWith('InnoDB'), await clinicWith('mixed')]) {
  t.test(`an export leaves every byte of ${engine} tables as it was, and asks for nothing but reading`, async (t) => {
    const before = await stateOf(database)
    t.ok(before.length > 60)
    await server.sql("TRUNCATE mysql.general_log; SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON")
    const source = ['--source', account.address(database), '--password-file', `${account.options.passwordFile}`]
    const places = ['--to', join(folder, `documents of ${user}`), '--state', join(folder, `state of ${user}`)]
    const { code, stderr } = await run(['export', ...source, ...places])
    await server.sql('SET GLOBAL general_log = OFF')
    t.equal(code, 0, stderr)
    t.strictSame(await stateOf(database), before)

    const log = await server.sql(
      `SELECT command_type, REPLACE(CONVERT(argument USING utf8mb4), '\\n', ' ') FROM mysql.general_log
       WHERE user_host LIKE '%${user}%' ORDER BY event_time`,
    )
    const commands = log.split('\n').map((line) => line.split('\t'))
    const others = commands.filter(([command]) => command !== 'Query').map(([command]) => command)
    t.strictSame([...new Set(others)].sort(), ['Connect', 'Quit'])
    const statements = commands.flatMap(([command, statement = '']) => (command === 'Query' ? statement.trim() : []))
    t.ok(statements.some((statement) => /^SELECT .* FROM `casemgmt_note`/.test(statement)))
    t.strictSame(
      statements.filter((statement) => !reading.test(statement)),
      probes,
    )
    t.notMatch(statements.join('\n'), /INTO (OUTFILE|DUMPFILE)|FOR UPDATE|LOCK|GLOBAL/)
  })
}
