import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { backupOscar, backupServer, judgeBackupOscar } from '../../checks/backup-oscar.ts'
import { readSite } from '../../provision/site.ts'
import { judgeCases, runHere } from './judging.ts'

const link = {
  ...{ host: 'oscar', port: 3306, address: '10.44.0.20', outcome: 'reached' },
  networks: ['127.0.0.1/8', '10.44.0.10/24'],
}

judgeCases(judgeBackupOscar, [
  { says: 'a neighbour that answers', facts: link, verdict: 'ok', summary: 'oscar:3306' },
  { says: 'the database on this very machine', facts: { ...link, address: '127.0.0.1' }, verdict: 'ok' },
  {
    says: 'one beyond a router, though it answers',
    facts: { ...link, address: '10.45.0.20' },
    verdict: 'critical',
    summary: 'another network segment than this machine (127.0.0.1/8, 10.44.0.10/24)',
  },
  {
    says: 'one that refuses',
    facts: { ...link, outcome: 'ECONNREFUSED' },
    verdict: 'critical',
    summary: 'ECONNREFUSED',
  },
  { says: 'one that is off', facts: { ...link, outcome: 'EHOSTUNREACH' }, verdict: 'critical' },
  { says: 'a name that nobody knows', facts: { ...link, address: undefined }, verdict: 'critical', summary: 'name' },
])

t.test('a refused connection is told apart from a machine that is off by its advice', async (t) => {
  t.match(judgeBackupOscar({ ...link, outcome: 'ECONNREFUSED' }), { advice: /bind-address/ })
  t.match(judgeBackupOscar({ ...link, outcome: 'ETIMEDOUT' }), { advice: /firewall/ })
})

t.test('a real listener is reached, and once it is closed it is not', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const site = `clinic: { backup-oscar: '127.0.0.1:${(server.address() as AddressInfo).port}' }`
  t.match(await runHere(backupOscar, site), { verdict: 'ok' })
  server.close()
  await once(server, 'close')
  t.match(await runHere(backupOscar, site), { verdict: 'critical', summary: /ECONNREFUSED/ })
})

t.test('a site without a backup OSCAR says so', async (t) => {
  t.match(await runHere(backupOscar), { verdict: 'ok', summary: /not looked at.*clinic.backup-oscar/ })
})

t.test('where the shadow reads is the backup OSCAR, unless the site names another machine', async (t) => {
  const at = (yaml: string) => backupServer(readSite(yaml, 's'))
  t.strictSame(at('oscar: { source: "mysql://me@oscar:3307/db" }'), { host: 'oscar', port: 3307 })
  t.strictSame(at('oscar: { source: "mysql://me@10.0.0.2/db" }'), { host: '10.0.0.2', port: 3306 })
  t.equal(at('oscar: { source: /srv/dump.sql.gz }'), undefined)
  t.match(at('oscar: { source: "mysql://me@a/db" }\nclinic: { backup-oscar: b }'), { host: 'b' })
})
