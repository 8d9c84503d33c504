import { closeSync, openSync, readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openSource } from '../../../oscar-shadow/source/open-source.ts'
import { howToGetMariadb } from '../../mariadb-server.ts'
import { chartsOf, readAll, startClinicServer } from './clinic-server.ts'

const server = await startClinicServer(t.testdir({}))
if (!server) {
  t.plan(0, howToGetMariadb)
  process.exit()
}
t.teardown(() => server.remove())
await server.load('oscar_12_1')
const account = await server.account('scoophealth', 'SELECT ON `oscar\\_12\\_1`.*')
const where = account.address('oscar_12_1')
const { charts } = await readAll(where, account.options)
const numbers = charts.map(({ demographic }) => demographic.demographic_no)

t.test('patients come in ascending order, as many as were counted', async (t) => {
  const source = await openSource(where, account.options)
  t.equal(await source.count(), charts.length)
  t.strictSame(
    numbers,
    numbers.toSorted((one, other) => one - other),
  )
  const clinic = await source.clinic()
  t.ok(clinic.providers.get('101')?.last_name)
  t.ok(clinic.icd9.size > 10)
  t.ok(clinic.measurementTypes.get('BP'))
  t.type(clinic.clinic?.clinic_name, 'string')
  t.match(source.facts, {
    name: `oscar_12_1 at 127.0.0.1:${server.port}`,
    server: /MariaDB/,
    tls: undefined,
    newest: /^2014-06-/,
    drift: [],
    rows: { demographic: 40 },
  })
  await source.close()
  t.strictSame(readdirSync(join(server.folder, 'stage')), [], 'nothing is left in the folder')
})

t.test('an export goes on after a patient, and may leave out what has not changed', async (t) => {
  const source = await openSource(where, account.options)
  const after = numbers[10]
  t.strictSame(await chartsOf(source, { after }), charts.slice(11))
  const late = await chartsOf(source, { since: '2014-06-25' })
  t.ok(late.length > 0 && late.length < charts.length)
  t.equal((await chartsOf(source, { since: '1990-01-01' })).length, charts.length)
  await t.rejects(chartsOf(source, { signal: AbortSignal.abort() }), { name: 'AbortError' })
  await source.close()
})

t.test('whatever engine and character set, the charts are the same', async (t) => {
  await server.load('oscar_old', { charset: 'utf8', engine: 'MyISAM' })
  const old = await server.account('old_reader', 'SELECT ON oscar_old.*')
  const { charts: others, facts } = await readAll(old.address('oscar_old'), old.options)
  t.strictSame(others, charts)
  t.match(facts.drift, [/^no snapshot of demographic, .* which are not in InnoDB$/])
})

t.test('the server is asked for nothing but reading, and sorts nothing', async (t) => {
  const sorts = () =>
    server.sql("SHOW GLOBAL STATUS WHERE Variable_name IN ('Sort_scan', 'Sort_range', 'Created_tmp_files')")
  const before = await sorts()
  await server.sql("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON")
  await readAll(where, account.options)
  await server.sql('SET GLOBAL general_log = OFF')
  t.equal(await sorts(), before)
  const statements = (
    await server.sql(
      "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type = 'Query' AND user_host LIKE '%scoophealth%'",
    )
  ).split('\n')
  const odd = statements.filter(
    (statement) => !/^\s*(SELECT|SHOW|SET SESSION|START TRANSACTION|FROM|WHERE|ORDER)\b/.test(statement),
  )
  t.strictSame(odd, [
    'DELETE FROM `demographic` WHERE 1=0',
    'UPDATE `demographic` SET demographic_no=demographic_no WHERE 1=0',
    'INSERT INTO `demographic` (demographic_no) SELECT demographic_no FROM `demographic` WHERE 1=0',
  ])
  t.notMatch(statements.join('\n'), /history|password|`sin`|SELECT \*/)
})

const writers: [says: string, message: RegExp, ...grants: string[]][] = [
  ['may do all', /has ALL PRIVILEGES on oscar_12_1/, 'ALL ON oscar_12_1.*'],
  ['may insert', /has INSERT on oscar_12_1\.\*/, 'SELECT, INSERT ON oscar_12_1.*'],
  [
    'may change a column',
    /has UPDATE on oscar_12_1\.demographic/,
    'SELECT ON oscar_12_1.*',
    'UPDATE (sex) ON oscar_12_1.demographic',
  ],
  ['may write another database', /has INSERT on drugref\.\*/, 'SELECT ON oscar_12_1.*', 'INSERT ON drugref.*'],
  ['may read everything', /has SELECT on \*\.\*/, 'SELECT ON *.*'],
  ['may write files', /has FILE on \*\.\*/, 'SELECT ON oscar_12_1.*', 'FILE ON *.*'],
]
for (const [index, [says, message, ...grants]] of writers.entries())
  t.test(`an account that ${says} is refused`, async (t) => {
    const writer = await server.account(`writer_${index}`, ...grants)
    await t.rejects(openSource(writer.address('oscar_12_1'), writer.options), {
      name: 'EndpointError',
      message,
      advice: /GRANT SELECT/,
    })
  })

t.test('an account is judged by its roles too, and by roles of roles', async (t) => {
  await server.sql(
    'CREATE ROLE readers; GRANT SELECT ON oscar_12_1.* TO readers; CREATE ROLE clerks; GRANT DELETE ON oscar_12_1.* TO clerks; CREATE ROLE staff; GRANT clerks TO staff',
  )
  const reader = await server.account('role_reader')
  await server.sql("GRANT readers TO role_reader@'127.0.0.1'; SET DEFAULT ROLE readers FOR role_reader@'127.0.0.1'")
  t.equal((await readAll(reader.address('oscar_12_1'), reader.options)).charts.length, charts.length)
  const clerk = await server.account('role_clerk', 'SELECT ON oscar_12_1.*')
  await server.sql("GRANT staff TO role_clerk@'127.0.0.1'")
  const open = () => openSource(clerk.address('oscar_12_1'), clerk.options)
  await t.rejects(open(), { message: /has the role `staff`, whose rights it can't see/ })
  await server.sql("SET DEFAULT ROLE staff FOR role_clerk@'127.0.0.1'")
  await t.rejects(open(), { message: /has DELETE on oscar_12_1\.\*/ })
})

t.test('rights on single columns are enough; what they leave out is told', async (t) => {
  const columns = (table: string) =>
    server.sql(
      `SELECT GROUP_CONCAT('\`', column_name, '\`') FROM information_schema.columns WHERE table_schema = 'oscar_12_1' AND table_name = '${table}' AND column_name NOT IN ('history', 'password', 'sin', 'email')`,
    )
  const tables = (
    await server.sql("SHOW TABLES FROM oscar_12_1 WHERE Tables_in_oscar_12_1 NOT IN ('log', 'clinic')")
  ).split('\n')
  const grants = await Promise.all(
    tables.map(async (table) => `SELECT (${await columns(table)}) ON oscar_12_1.${table}`),
  )
  const narrow = await server.account('narrow', ...grants)
  const { charts: read, facts } = await readAll(narrow.address('oscar_12_1'), narrow.options)
  t.equal(read.length, charts.length)
  t.ok(facts.missing.includes('clinic'))
  t.ok(facts.missing.includes('demographic.email'))
  t.equal(read[0]?.demographic.email, null)
  t.match(facts.newest, /^2014-06/)
})

t.test('a table that may not be read, or is not there, is told by its name', async (t) => {
  const tables = (await server.sql("SHOW TABLES FROM oscar_12_1 WHERE Tables_in_oscar_12_1 <> 'drugs'")).split('\n')
  const partly = await server.account('partly', ...tables.map((table) => `SELECT ON oscar_12_1.${table}`))
  await t.rejects(openSource(partly.address('oscar_12_1'), partly.options), {
    message: /no whole OSCAR database: it lacks drugs/,
  })
})

t.test('what the server refuses is told by its code, without password or text of the server', async (t) => {
  const refusals: [where: string, passwordFile: string | undefined, message: RegExp][] = [
    [where, undefined, /refuses the account or its password \(1045\)/],
    [account.address('nowhere'), account.options.passwordFile, /\((1044|1049)\)/],
    [
      `mysql://scoophealth@127.0.0.1:1/oscar_12_1`,
      account.options.passwordFile,
      /nothing listens there \(ECONNREFUSED\)/,
    ],
  ]
  for (const [address, passwordFile, message] of refusals) {
    const error = await openSource(address, { ...account.options, passwordFile, pauses: [] }).catch(
      (error: unknown) => error,
    )
    t.match(error, { name: 'EndpointError', message, cause: undefined })
    t.notMatch(String(error), /invented|scoophealth|denied/)
  }
})

t.test('TLS can be demanded', async (t) => {
  await t.rejects(openSource(where, { ...account.options, tls: 'required' }), { message: /it has no TLS/ })
})

t.test('reading goes on where the connection is lost', async (t) => {
  const killing: Promise<unknown>[] = []
  const told: string[] = []
  const source = await openSource(where, {
    ...account.options,
    rowsPerSecond: 3000,
    pauses: [10, 10, 10, 3000],
    tell(message) {
      told.push(message)
      if (/rows of (drugs|preventions)$/.test(message)) killing.push(server.sql('KILL USER scoophealth'))
    },
  })
  await Promise.all(killing)
  t.strictSame(await chartsOf(source), charts)
  t.match(source.facts.drift, [/^the connection was lost [12] times, and the snapshot with it$/])
  t.ok(told.some((message) => message.startsWith('the connection to the OSCAR database is lost')))
  await source.close()
})

t.test('reading goes on after the server was restarted', async (t) => {
  let restarting: Promise<void> | undefined
  const source = await openSource(where, {
    ...account.options,
    rowsPerSecond: 3000,
    pauses: Array(100).fill(200),
    tell(message) {
      if (message.endsWith('rows of drugs')) restarting = server.stop('SIGKILL').then(() => server.start())
    },
  })
  await restarting
  t.strictSame(await chartsOf(source), charts)
  await source.close()
})

t.test('patience with a server that stays away ends', async (t) => {
  const gone = openSource(where, {
    ...account.options,
    rowsPerSecond: 3000,
    pauses: [1, 1],
    tell: (message) => void (message.endsWith('rows of drugs') && server.stop('SIGKILL')),
  })
  await t.rejects(gone, { name: 'EndpointError', message: /nothing listens there|connection was lost/ })
  await server.start()
})

t.test('reading can be stopped', async (t) => {
  const controller = new AbortController()
  const stopped = openSource(where, {
    ...account.options,
    rowsPerSecond: 1000,
    signal: controller.signal,
    tell: () => controller.abort(),
  })
  await t.rejects(stopped, { name: 'AbortError' })
})

t.test('a table that was copied while in use is told to be damaged', async (t) => {
  await server.load('oscar_copied', { patients: 5, engine: 'MyISAM' })
  const copied = await server.account('copied_reader', 'SELECT ON oscar_copied.*')
  await server.sql('FLUSH TABLES', 'oscar_copied')
  const index = join(await server.sql('SELECT @@datadir'), 'oscar_copied', 'drugs.MYI')
  closeSync(openSync(index, 'r+'))
  truncateSync(index, 512)
  await t.rejects(openSource(copied.address('oscar_copied'), copied.options), {
    message: /table drugs: the table is damaged \(\d+\)/,
    advice: /copied while in use/,
  })
})
