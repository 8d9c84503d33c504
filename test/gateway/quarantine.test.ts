import { execFile } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { openQuarantine, QuarantineUnavailable } from '../../gateway/quarantine.ts'

const limits = { bytes: 1000, documents: 10, days: 30 }
const bytes = (text: string) => Buffer.from(text)

t.test('a kept document can be listed, read again and dropped', async (t) => {
  const quarantine = openQuarantine(join(t.testdir({}), 'quarantine'), limits)
  const { reference } = await quarantine.keep(bytes('<a>'), 'not well-formed')
  t.match(await quarantine.list(), [{ reference, reason: 'not well-formed', size: 3, refusedAt: /^20\d\d-.*Z$/ }])
  t.equal(String(await quarantine.read(reference)), '<a>')
  await quarantine.drop(reference)
  t.strictSame(await quarantine.list(), [])
  await t.rejects(quarantine.read(reference), { message: `there is no quarantined document ${reference}` })
})

t.test('nobody but the owner may read what is kept', async (t) => {
  const folder = join(t.testdir({}), 'quarantine')
  await openQuarantine(folder, limits).keep(bytes('<a>'), 'reason')
  t.equal(statSync(folder).mode & 0o777, 0o700)
  for (const name of readdirSync(folder)) t.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
})

t.test('the same document again takes no more room', async (t) => {
  const quarantine = openQuarantine(t.testdir({}), limits)
  await Promise.all(['first', 'second', 'third'].map((reason) => quarantine.keep(bytes('<a>'), reason)))
  t.equal((await quarantine.list()).length, 1)
})

t.test('beyond the number of documents the oldest go', async (t) => {
  const quarantine = openQuarantine(t.testdir({}), limits)
  for (let i = 0; i < 25; i++) await quarantine.keep(bytes(`<${i}`), `${i}`)
  const reasons = (await quarantine.list()).map(({ reason }) => reason)
  t.equal(reasons.at(-1), '24')
  t.ok(reasons.length <= limits.documents, `${reasons.length} are left`)
})

t.test('beyond the size of all documents the oldest go, and never the newest', async (t) => {
  const folder = t.testdir({})
  const quarantine = openQuarantine(folder, limits)
  for (let i = 0; i < 8; i++) await quarantine.keep(bytes(`${i}`.repeat(300)), `${i}`)
  t.ok((await quarantine.list()).reduce((sum, { size }) => sum + size, 0) <= limits.bytes)
  await quarantine.keep(bytes('x'.repeat(5000)), 'large')
  t.match(await quarantine.list(), [{ reason: 'large' }])
  t.equal(readdirSync(folder).length, 2, 'no file is left behind')
})

t.test('documents beyond the age go', async (t) => {
  const folder = t.testdir({})
  const quarantine = openQuarantine(folder, limits)
  const { reference } = await quarantine.keep(bytes('<old'), 'old')
  const entry = { reference, reason: 'old', refusedAt: '2001-01-01T00:00:00.000Z', size: 4 }
  writeFileSync(join(folder, `${reference}.json`), JSON.stringify(entry))
  await openQuarantine(folder, limits).keep(bytes('<new'), 'new')
  t.match(await quarantine.list(), [{ reason: 'new' }])
})

t.test('what a power cut left of an entry is passed over', async (t) => {
  const folder = t.testdir({ '0123456789abcdef.json': '{"refe' })
  const quarantine = openQuarantine(folder, limits)
  t.strictSame(await quarantine.list(), [])
  t.equal((await quarantine.keep(bytes('<a>'), 'reason')).size, 3)
})

t.test('wiping leaves no file, whatever its name', async (t) => {
  const folder = t.testdir({ '0123456789abcdef.xml.17.draft': 'half a document' })
  const quarantine = openQuarantine(folder, limits)
  await quarantine.keep(bytes('<a>'), 'reason')
  t.equal(await quarantine.wipe(), 1)
  t.strictSame(readdirSync(folder), [])
})

t.test('a folder that can not be written is told as such, for the sender to come again', async (t) => {
  const file = join(t.testdir({ file: '' }), 'file')
  await t.rejects(openQuarantine(join(file, 'quarantine'), limits).keep(bytes('<a>'), 'reason'), QuarantineUnavailable)
})

t.test('a document that no longer fits the disk leaves nothing behind', async (t) => {
  const folder = t.testdir({})
  const script = `
    import { openQuarantine } from ${JSON.stringify(new URL('../../gateway/quarantine.ts', import.meta.url).href)}
    process.on('SIGXFSZ', () => {})
    await openQuarantine(${JSON.stringify(folder)}).keep(Buffer.alloc(100_000), 'reason').catch((error) => console.log(error.name))`
  const { stdout } = await promisify(execFile)('prlimit', [
    '--fsize=50000',
    process.execPath,
    '--input-type=module',
    '-e',
    script,
  ])
  t.equal(stdout, 'QuarantineUnavailable\n')
  t.strictSame(readdirSync(folder), [])
})
