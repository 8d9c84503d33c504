import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { openQuarantine } from '../../gateway/quarantine.ts'
import { dataPaths } from '../../gateway/settings.ts'
import { syntheticDocument } from '../fixtures/synthetic-documents.ts'
import { run } from '../run-endpoint.ts'
import { openGateway } from './open-gateway.ts'
import { startGateway } from './running-gateway.ts'

/** Puts a document in as the shadow does: under another name first. */
function put(folder: string, name: string, document: string): void {
  writeFileSync(join(folder, `.${name}.draft`), document)
  renameSync(join(folder, `.${name}.draft`), join(folder, name))
}

async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await sleep(20)
}

const isTaken = (folder: string, name: string) => until(() => !readdirSync(folder).some((it) => it.endsWith(name)))

/** Outside of the test's own folder, which holds the gateway's data. */
function inboxFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'scoop-inbox-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function open(t: Test) {
  const folder = inboxFolder(t)
  return { folder, ...(await openGateway(t, { inbox: folder })) }
}

t.test('a document becomes a record, and its file goes', async (t) => {
  const { folder, data, lines } = await open(t)
  for (const patient of [1, 2, 3]) put(folder, `output_${patient}.xml`, syntheticDocument(patient))
  await until(() => readdirSync(folder).length === 0)
  t.equal((await run(['records', 'count', '--data', data])).stdout, '3\n')
  t.equal(lines.filter(({ msg }) => msg === 'inbox').length, 3)
  t.notMatch(JSON.stringify(lines), 'output_1', 'no log line names a patient')
})

t.test('a newer version replaces the record', async (t) => {
  const { folder, data } = await open(t)
  const time = (year: number) => ({ effectiveTime: `${year}0101000000` })
  put(folder, 'output_1.xml', syntheticDocument(1, time(2013)))
  await isTaken(folder, 'output_1.xml')
  put(folder, 'output_1.xml', syntheticDocument(1, { ...time(2014), seed: 2 }))
  await isTaken(folder, 'output_1.xml')
  const record = JSON.parse((await run(['records', 'export', '--data', data])).stdout)
  t.equal(record.effective_time, Date.UTC(2014, 0, 1) / 1000)
})

t.test('what is refused comes into quarantine and leaves the inbox', async (t) => {
  const { folder, data } = await open(t)
  put(folder, 'output_1.xml', '<nonsense/>')
  await isTaken(folder, 'output_1.xml')
  const [entry] = await openQuarantine(dataPaths(data).quarantine).list()
  t.match(entry?.reason, /Unknown XML Format/i)
})

t.test('unfinished files, other files, links and folders stay as they are', async (t) => {
  const { folder, data } = await open(t)
  const elsewhere = join(inboxFolder(t), 'secret.xml')
  writeFileSync(elsewhere, syntheticDocument(9))
  writeFileSync(join(folder, '.output_1.xml.draft'), syntheticDocument(1))
  writeFileSync(join(folder, 'readme.txt'), 'x')
  symlinkSync(elsewhere, join(folder, 'link.xml'))
  mkdirSync(join(folder, 'folder.xml'))
  put(folder, 'output_2.xml', syntheticDocument(2))
  await isTaken(folder, 'output_2.xml')
  t.strictSame(readdirSync(folder).sort(), ['.output_1.xml.draft', 'folder.xml', 'link.xml', 'readme.txt'])
  t.equal((await run(['records', 'count', '--data', data])).stdout, '1\n')
})

t.test('a gateway that was killed takes up again what it had taken', async (t) => {
  const folder = inboxFolder(t)
  const dataFolder = t.testdir({})
  for (let patient = 1; patient <= 200; patient++) put(folder, `output_${patient}.xml`, syntheticDocument(patient))
  {
    await using gateway = await startGateway({ dataFolder, flags: ['--inbox', folder] })
    await until(() => readdirSync(folder).length < 150)
    await gateway.kill9()
  }
  writeFileSync(join(folder, '.taken.output_201.xml'), syntheticDocument(201))
  await using gateway = await startGateway({ dataFolder, flags: ['--inbox', folder] })
  await until(() => readdirSync(folder).length === 0)
  await gateway.stop()
  t.equal((await run(['records', 'count', '--data', dataFolder])).stdout, '201\n')
})
