import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { clinicDump, writeClinicDump } from '../../oscar-shadow/synthetic-clinic/index.ts'
import { openGateway } from '../gateway/open-gateway.ts'
import { howToGetMariadb, startMariadb } from '../mariadb-server.ts'
import { run } from '../run-endpoint.ts'
import { howToGetSshd, startSshd } from '../sshd-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'scoop-ways-'))
const [database, sshd] = await Promise.all([startMariadb(), startSshd()])
t.teardown(async () => {
  await Promise.all([database?.remove(), sshd?.remove()])
  rmSync(folder, { recursive: true, force: true })
})

const clinic = { patients: 40, seed: 5 }
const dump = join(folder, 'clinic.sql')
await writeClinicDump(dump, clinic)

/** The records that came of an export, without what is another in each: order, time and pseudonyms don't matter. */
async function recordsIn(data: string): Promise<string[]> {
  return (await run(['records', 'export', '--data', data])).stdout.trim().split('\n')
}

async function byHttp(t: Test): Promise<{ records: string[]; processed: number }> {
  const { url, data } = await openGateway(t)
  const args = ['export', '--source', dump, '--to', url, '--state', join(folder, 'http'), '--json']
  const { stdout } = await run(args)
  return { records: await recordsIn(data), processed: JSON.parse(stdout).processed }
}

const withoutTime = (record: string) => record.replace(/"effective_time":\d+/g, '')

t.test(
  'documents that come over SFTP into the inbox become the same records',
  {
    skip: sshd ? false : howToGetSshd,
  },
  async (t) => {
    if (!sshd) return
    const inbox = mkdtempSync(join(folder, 'inbox-'))
    const { data } = await openGateway(t, { inbox })
    const to = `sftp://${sshd.user}@127.0.0.1:${sshd.port}${inbox}`
    const keys = ['--key', sshd.keyFile, '--host-key', sshd.hostKey]
    const args = ['export', '--source', dump, '--to', to, ...keys, '--state', join(folder, 'sftp'), '--json']
    const { code, stderr } = await run(args)
    t.equal(code, 0, stderr)
    while (readdirSync(inbox).length > 0) await sleep(50)
    t.strictSame((await recordsIn(data)).map(withoutTime), (await byHttp(t)).records.map(withoutTime))
  },
)

t.test(
  'a live database gives the same records as its dump, over an account that can only read',
  {
    skip: database ? false : howToGetMariadb,
  },
  async (t) => {
    if (!database) return
    await database.sql(
      'CREATE DATABASE oscar; CREATE USER shadow@localhost; GRANT SELECT ON oscar.* TO shadow@localhost;',
    )
    await database.sql(clinicDump(clinic), 'oscar')
    const { url, data } = await openGateway(t)
    const source = `mysql://shadow@localhost/oscar?socket=${database.socket}`
    const exportTo = (to: string) =>
      run(['export', '--source', source, '--to', to, '--state', join(folder, 'live'), '--json'])
    const { code, stderr } = await exportTo(url)
    t.equal(code, 0, stderr)
    t.strictSame((await recordsIn(data)).map(withoutTime), (await byHttp(t)).records.map(withoutTime))

    await database.sql('GRANT INSERT ON oscar.* TO shadow@localhost;')
    const writing = await exportTo(url)
    t.equal(writing.code, 1)
    t.match(writing.stderr, /can write|INSERT/)
  },
)
