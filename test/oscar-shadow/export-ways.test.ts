import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { clinicDump, writeClinicDump } from '../../oscar-shadow/synthetic-clinic/index.ts'
import { openGateway } from '../gateway/open-gateway.ts'
import { howToGetMariadb, startMariadb } from '../mariadb-server.ts'
import { run } from '../run-endpoint.ts'
import { howToGetSshd, startSshd } from '../sshd-server.ts'
import { dumpDatabase } from './source/clinic-server.ts'

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

/** What the files of a folder hold, but for the id and the times that each document has from its export. */
function documentsIn(documents: string): Map<string, string> {
  const bare = (document: string) =>
    document
      .replace(/(<id extension="\d+" root=)"[0-9A-F-]{36}"/, '$1')
      .replace(/(<effectiveTime value=)"\d{14}"/, '$1')
      .replace(/(<author [^>]*><time value=)"\d{8}"/g, '$1')
  const names = readdirSync(documents).sort()
  return new Map(names.map((name) => [name, bare(readFileSync(join(documents, name), 'utf8'))]))
}

t.test(
  'a live database and the file that mysqldump makes of it give the same documents',
  { skip: database ? false : howToGetMariadb },
  async (t) => {
    if (!database) return
    await database.sql(
      `CREATE DATABASE clinic CHARACTER SET latin1; CREATE USER reader@localhost; GRANT SELECT ON clinic.* TO reader@localhost;`,
    )
    await database.sql(clinicDump({ patients: 170, seed: 11 }), 'clinic')
    const file = join(folder, 'mysqldump.sql.gz')
    writeFileSync(file, gzipSync(await dumpDatabase(database, 'clinic')))

    for (const detail of ['needed', 'full']) {
      const exportFrom = async (name: string, source: string) => {
        const to = join(folder, `${name} ${detail}`)
        const places = ['--source', source, '--to', to, '--state', join(folder, `state of ${name} ${detail}`)]
        const { code, stderr } = await run(['export', ...places, '--detail', detail])
        t.equal(code, 0, stderr)
        return documentsIn(to)
      }
      const live = await exportFrom('live', `mysql://reader@localhost/clinic?socket=${database.socket}`)
      const dumped = await exportFrom('dumped', file)
      t.ok(live.size > 100, `${live.size} documents`)
      t.strictSame([...dumped.keys()], [...live.keys()])
      const different = [...live].filter(([name, document]) => dumped.get(name) !== document).map(([name]) => name)
      t.strictSame(different, [], detail)
    }
  },
)
