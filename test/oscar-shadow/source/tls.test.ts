import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeLab } from '../../../gateway/certificates/make-lab.ts'
import { openSource } from '../../../oscar-shadow/source/open-source.ts'
import { howToGetMariadb } from '../../mariadb-server.ts'
import { readAll, startClinicServer } from './clinic-server.ts'

const folder = t.testdir({})
const place = (name: string) => join(folder, name)
const lab = await makeLab()
writeFileSync(place('server.pem'), lab.gateway.certificate)
writeFileSync(place('server.key'), lab.gateway.key)
writeFileSync(place('ca.pem'), lab.ca)
writeFileSync(place('stranger.pem'), (await makeLab()).ca)

/** With the habits of a server on Windows, too: it has all names of tables in lower case. */
const server = await startClinicServer(folder, [
  `--ssl-cert=${place('server.pem')}`,
  `--ssl-key=${place('server.key')}`,
  '--lower-case-table-names=1',
])
if (!server) {
  t.plan(0, howToGetMariadb)
  process.exit()
}
t.teardown(() => server.remove())
await server.load('oscar_12_1', { patients: 5 })
const account = await server.account('scoophealth', 'SELECT ON `oscar\\_12\\_1`.*')
const where = account.address('oscar_12_1')

t.test('TLS is used where the server has it, and the report says so', async (t) => {
  const { facts, charts } = await readAll(where, account.options)
  t.match(facts.tls, /^TLSv1\.[23] \w/)
  t.ok(charts.length > 0)
  t.equal((await readAll(where, { ...account.options, tls: 'off' })).facts.tls, undefined)
})

t.test('an account that must use TLS is told so', async (t) => {
  const strict = await server.account('strict', 'SELECT ON oscar_12_1.*')
  await server.sql("ALTER USER strict@'127.0.0.1' REQUIRE SSL")
  t.ok((await readAll(strict.address('oscar_12_1'), { ...strict.options, tls: 'required' })).facts.tls)
  await t.rejects(openSource(strict.address('oscar_12_1'), { ...strict.options, tls: 'off' }), {
    name: 'EndpointError',
    message: /\(1045\)/,
  })
})

t.test("the server's certificate is verified where its authority is known", async (t) => {
  const ca = place('ca.pem')
  t.ok((await readAll(where, { ...account.options, ca })).facts.tls)
  const stranger = { ...account.options, ca: place('stranger.pem') }
  for (const tls of ['required', 'if-available'] as const)
    await t.rejects(openSource(where, { ...stranger, tls }), { name: 'EndpointError', message: /TLS with it fails/ })
})

t.test('tables whose names are in lower case are found', async (t) => {
  t.match(await server.sql('SHOW TABLES', 'oscar_12_1'), /^measurementsext$/m)
  const { facts } = await readAll(where, account.options)
  t.ok((facts.rows.measurementsExt ?? 0) > 0)
})

t.test('a Unix socket serves as well, and needs no TLS', async (t) => {
  await server.sql(
    "CREATE USER nearby@localhost IDENTIFIED BY 'invented ''pass'; GRANT SELECT ON oscar_12_1.* TO nearby@localhost",
  )
  const { facts } = await readAll(`mysql://nearby@localhost/oscar_12_1?socket=${server.socket}`, account.options)
  t.equal(facts.name, `oscar_12_1 at ${server.socket}`)
  t.equal(facts.tls, undefined)
})
