import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { lookAtSource } from '../../../oscar-shadow/backup/look-at-source.ts'
import { readSignal } from '../../../oscar-shadow/backup/read-signal.ts'
import { clinicDump } from '../../../oscar-shadow/synthetic-clinic/index.ts'
import { howToGetMariadb, startMariadb } from '../../mariadb-server.ts'

const now = new Date('2014-07-01T03:00:00Z')
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

t.test('a marker counts from when it was renewed', async (t) => {
  const folder = t.testdir({ marker: '' })
  const marker = join(folder, 'marker')
  utimesSync(marker, now, now)
  const look = async () => t.fail('there is no need to look at the database')
  const read = (file: string) => readSignal({ marker: file }, folder, async () => `${await look()}`, now)
  t.strictSame(await read(marker), { kind: 'marker', renewed: now, exact: false })
  t.match(await read(join(folder, 'none')), { kind: 'marker', renewed: undefined })
})

t.test('a database is quiet since the first look at which it stood as it does', async (t) => {
  const folder = t.testdir({})
  const read = (facts: string, at: Date) => readSignal({ quiet: 10 }, folder, async () => facts, at)
  t.match(await read('a', now), { kind: 'quiet', minutes: 10, facts: 'a', since: now })
  t.match(await read('a', minutesLater(8)), { since: now })
  t.match(await read('b', minutesLater(10)), { facts: 'b', since: minutesLater(10) })
  t.match(await read('b', minutesLater(25)), { since: minutesLater(10) })
  writeFileSync(join(folder, 'last-look.json'), 'cut sho')
  t.match(await read('b', minutesLater(30)), { since: minutesLater(30) }, 'what makes no sense was no look')
})

t.test('a dump moves when its size or time does', async (t) => {
  const file = join(t.testdir({ 'a.sql': 'x' }), 'a.sql')
  const first = await lookAtSource(file, {})
  t.equal(await lookAtSource(file, {}), first)
  writeFileSync(file, 'xy')
  t.not(await lookAtSource(file, {}), first)
})

const server = await startMariadb()
if (server) t.teardown(() => server.remove())

t.test('a live database moves when somebody works in it', { skip: server ? false : howToGetMariadb }, async (t) => {
  if (!server) return
  await server.sql('CREATE DATABASE oscar; CREATE USER shadow@localhost; GRANT SELECT ON oscar.* TO shadow@localhost;')
  await server.sql(clinicDump({ patients: 20 }), 'oscar')
  const address = `mysql://shadow@localhost/oscar?socket=${server.socket}`
  const first = await lookAtSource(address, {})
  t.equal(await lookAtSource(address, {}), first)
  t.match(first, /^2014-06-\d\d/)
  await server.sql("INSERT INTO log (dateTime, action) VALUES ('2014-07-01 09:00:00', 'read');", 'oscar')
  t.match(await lookAtSource(address, {}), /^2014-07-01 09:00:00/)
})
