import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { nameOf, readAddress } from '../../../oscar-shadow/source/address.ts'
import { readPassword } from '../../../oscar-shadow/source/password-file.ts'

const mysql = {
  kind: 'mysql',
  host: 'db.clinic.example',
  port: 3306,
  socket: undefined,
  user: 'scoophealth',
  database: 'oscar_12_1',
}

const cases: { says: string; where: string; address: object }[] = [
  { says: 'a server', where: 'mysql://scoophealth@db.clinic.example/oscar_12_1', address: mysql },
  { says: 'a port', where: 'mysql://scoophealth@db.clinic.example:3307/oscar_12_1', address: { ...mysql, port: 3307 } },
  { says: 'an IPv6 address', where: 'mysql://scoophealth@[::1]/oscar_12_1', address: { ...mysql, host: '::1' } },
  {
    says: 'a socket',
    where: 'mysql://scoophealth@localhost/oscar_12_1?socket=/run/mysqld/mysqld.sock',
    address: { ...mysql, host: 'localhost', socket: '/run/mysqld/mysqld.sock' },
  },
  {
    says: 'escaped characters',
    where: 'mysql://a%40b@db.clinic.example/o%20scar',
    address: { ...mysql, user: 'a@b', database: 'o scar' },
  },
  {
    says: 'a file',
    where: 'backups/oscar-20140630_231500.sql.gz',
    address: { kind: 'dump', file: 'backups/oscar-20140630_231500.sql.gz' },
  },
]
for (const { says, where, address } of cases) t.test(says, async (t) => t.strictSame(readAddress(where), address))

for (const where of [
  'mysql://u:secret@h/db',
  'mysql://h/secret',
  'mysql://u@h/',
  'mysql://u@/db',
  'postgres://u@h/secret',
  'mysql://u@h:99999/secret',
])
  t.test(`${where} is refused without repeating it`, async (t) => {
    const error = t.throws(() => readAddress(where), { name: 'EndpointError', exitCode: 2 })
    t.notMatch(JSON.stringify([String(error), error]), /secret/)
  })

t.test('an address is named without its user', async (t) => {
  t.equal(nameOf({ ...mysql, kind: 'mysql' }), 'oscar_12_1 at db.clinic.example:3306')
  t.equal(nameOf({ ...mysql, kind: 'mysql', socket: '/s' }), 'oscar_12_1 at /s')
})

t.test('a password is read from a file that nobody else may read', async (t) => {
  const file = join(t.testdir({}), 'password')
  t.throws(() => readPassword(file), { message: `there is no password file ${file}`, exitCode: 2 })
  writeFileSync(file, ' open sesame \n', { mode: 0o600 })
  t.equal(readPassword(file), ' open sesame ')
  chmodSync(file, 0o640)
  t.throws(() => readPassword(file), { message: `others may read the password in ${file}`, advice: /chmod 600/ })
})
