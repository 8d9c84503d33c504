import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { e2eDocument } from '../fixtures/e2e/document.ts'
import { run } from '../run-endpoint.ts'
import { openGateway, postDocument } from './open-gateway.ts'

const record = (id: string, time: number | null = 1) => ({ _id: id, effective_time: time, hash_id: 'h', gender: 'F' })
const lines = (...records: object[]) => records.map((line) => `${JSON.stringify(line)}\n`).join('')

t.test('a running gateway and the record commands see the same records at once', async (t) => {
  const { url, data } = await openGateway(t)
  await postDocument(url, e2eDocument())
  t.equal((await run(['records', 'count', '--data', data])).stdout, '1\n')
  const { stdout } = await run(['records', 'export', '--data', data])
  t.match(JSON.parse(stdout), { _id: '4711', birthdate: 34387200 })
  t.equal(
    (await run(['records', 'wipe', '--yes', '--data', data])).stdout,
    '1 records and 0 refused documents deleted\n',
  )
  await postDocument(url, e2eDocument({ id: '<id extension="5"/>' }))
  t.equal((await run(['records', 'count', '--json', '--data', data])).stdout, '{"records":1}\n')
})

t.test('an export imports into another store and comes out the same', async (t) => {
  const [from, to] = [t.testdir({ from: {}, to: {} })].flatMap((folder) => [join(folder, 'from'), join(folder, 'to')])
  const written = lines(record('a'), record('b', null), { ...record('c'), deep: [{ ä: 1.5, n: null }] })
  const imported = await run(['records', 'import', '-', '--data', from ?? ''], { input: written })
  t.equal(imported.stdout, '3 inserted, 0 replaced, 0 unchanged, 0 older than the stored one\n')
  const exported = await run(['records', 'export', '--data', from ?? ''])
  t.equal(exported.stdout, written)
  const again = await run(['records', 'import', '-', '--json', '--data', to ?? ''], { input: exported.stdout })
  t.strictSame(JSON.parse(again.stdout), { inserted: 3, replaced: 0, unchanged: 0, stale: 0, refused: 0 })
})

t.test("mongoexport's extended JSON becomes plain values, object ids their digits", async (t) => {
  const data = t.testdir({})
  const exported = {
    _id: { $oid: '0123456789abcdef01234567' },
    effective_time: { $numberLong: '1715004489' },
    hash_id: 'h',
    birthdate: { $numberInt: '-86400' },
    created_at: { $date: '2014-05-06T07:08:09Z' },
    encounters: [
      { _id: { $oid: 'ffffffffffffffffffffffff' }, start_time: { $numberLong: '5' }, x: { $numberDouble: '1.5' } },
    ],
  }
  t.equal((await run(['records', 'import', '-', '--data', data], { input: lines(exported) })).code, 0)
  t.strictSame(JSON.parse((await run(['records', 'export', '--data', data])).stdout), {
    _id: '0123456789abcdef01234567',
    effective_time: 1715004489,
    hash_id: 'h',
    birthdate: -86400,
    created_at: '2014-05-06T07:08:09.000Z',
    encounters: [{ _id: 'ffffffffffffffffffffffff', start_time: 5, x: 1.5 }],
  })
})

t.test(
  'lines that are no records are told by number, quote nothing, and keep no other from being imported',
  async (t) => {
    const data = t.testdir({})
    const input = `${lines(record('a'))}{"_id": 5}\n\nSECRET\n{"_id": "", "x": "SECRET"}\n[]\n${lines(record('b'))}`
    const { code, stdout, stderr } = await run(['records', 'import', '-', '--data', data], { input })
    t.equal(code, 1)
    t.match(stdout, /^2 inserted/)
    t.match(stderr, /line 2: _id: .*\nline 4: is not JSON\nline 5: _id: .*\nline 6: is a JSON array/)
    t.notMatch(stderr, 'SECRET')
  },
)

t.test('an import leaves newer records alone', async (t) => {
  const data = t.testdir({ 'new.jsonl': lines(record('a', 9)), 'old.jsonl': lines(record('a', 3)) })
  await run(['records', 'import', join(data, 'new.jsonl'), '--data', data])
  const { stdout } = await run(['records', 'import', join(data, 'old.jsonl'), '--data', data])
  t.match(stdout, '1 older than the stored one')
})

t.test('wiping asks first, and does nothing where nobody can be asked', async (t) => {
  const data = t.testdir({})
  await run(['records', 'import', '-', '--data', data], { input: lines(record('a')) })
  const { code, stderr } = await run(['records', 'wipe', '--data', data])
  t.equal(code, 2)
  t.match(stderr, /nobody is there to be asked\n.*--yes/)
  t.equal((await run(['records', 'count', '--data', data])).stdout, '1\n')
})

t.test('refused documents can be listed, imported once they are mended, and dropped', async (t) => {
  const { url, data } = await openGateway(t)
  const broken = e2eDocument().replace('</ClinicalDocument>', '')
  await postDocument(url, broken)
  await postDocument(url, '<a/>')
  const quarantine = (...words: string[]) => run(['records', 'quarantine', ...words, '--data', data])
  const [first, second] = (await quarantine('list', '--json')).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.match(first, { reason: /not well-formed/, size: Buffer.byteLength(broken) })
  t.match((await quarantine('list')).stdout, new RegExp(`${second.reference}  20.*  4 bytes  Unknown XML Format`))

  writeFileSync(join(data, 'quarantine', `${first.reference}.xml`), e2eDocument())
  const retried = await quarantine('retry', '--all', '--pseudonyms', 'sha224')
  t.equal(retried.code, 1)
  t.match(retried.stdout, `${first.reference}  inserted\n${second.reference}  Unknown XML Format\n`)
  t.match(retried.stderr, '1 of 2 documents were refused again and stay in quarantine')
  t.equal((await run(['records', 'count', '--data', data])).stdout, '1\n')

  t.equal((await quarantine('drop', second.reference)).stdout, '1 documents dropped\n')
  t.match((await quarantine('drop', second.reference)).stderr, 'there is no quarantined document')
  t.match(await quarantine('list'), { stdout: '', stderr: 'the quarantine is empty\n' })
})

t.test('a site file says where the records are', async (t) => {
  const data = t.testdir({ store: {} })
  const site = join(data, 'site.yaml')
  writeFileSync(site, `gateway:\n  data: ${join(data, 'store')}\n`)
  await run(['records', 'import', '-', '--site', site], { input: lines(record('a')) })
  t.match(readFileSync(join(data, 'store', 'records.sqlite')).toString('latin1', 0, 15), 'SQLite format 3')
  t.equal((await run(['records', 'count', '--site', site])).stdout, '1\n')
})
