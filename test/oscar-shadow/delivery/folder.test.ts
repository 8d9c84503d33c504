import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openDelivery } from '../../../oscar-shadow/delivery/open-delivery.ts'

const never = new AbortController().signal
const open = (to: string) => openDelivery({ to, key: undefined, hostKey: undefined })

t.test('each document is a file of its own that nobody else may read', async (t) => {
  const folder = join(t.testdir({}), 'outbox')
  {
    await using delivery = await open(folder)
    await Promise.all([1, 2].map((patient) => delivery.deliver(patient, `<p n="${patient}">é</p>`, never)))
    await delivery.deliver(1, '<newer/>', never)
  }
  t.strictSame(readdirSync(folder).sort(), ['output_1.xml', 'output_2.xml'])
  t.equal(readFileSync(join(folder, 'output_1.xml'), 'utf8'), '<newer/>')
  t.equal(readFileSync(join(folder, 'output_2.xml'), 'utf8'), '<p n="2">é</p>')
  t.equal(statSync(folder).mode & 0o777, 0o700)
  t.equal(statSync(join(folder, 'output_1.xml')).mode & 0o007, 0)
})

t.test('a folder that can not be is told before the first document', async (t) => {
  const file = join(t.testdir({ file: '' }), 'file')
  await t.rejects(open(join(file, 'below')), {
    message: /does not take documents: there is a file in its place \(ENOTDIR\)/,
    advice: /^name another folder; then run the export again/,
  })
})

t.test('a folder that is gone ends the delivery, and nothing half is left', async (t) => {
  const folder = join(t.testdir({}), 'outbox')
  await using delivery = await open(folder)
  writeFileSync(join(folder, 'keep'), '')
  // Root may write everywhere, so a folder in the place of the file stands for what can't be written.
  mkdirSync(join(folder, 'output_7.xml'))
  await t.rejects(delivery.deliver(7, '<x/>', never), { name: 'TargetUnavailable', message: /EISDIR/ })
  t.strictSame(readdirSync(folder).sort(), ['keep', 'output_7.xml'])
})

const wrong = [
  { says: 'a scheme that nobody knows', to: 'ftp://host/folder' },
  { says: 'an address without a scheme', to: '127.0.0.1:3001' },
  { says: 'a password in the address', to: 'http://user:secret@host:3001' },
  { says: 'sftp without a user', to: 'sftp://host/folder' },
  { says: 'sftp without a key', to: 'sftp://user@host/folder' },
]
for (const { says, to } of wrong) {
  t.test(`${says} is wrong usage and not repeated`, async (t) => {
    const error = await open(to).catch((error: unknown) => error)
    t.match(error, { exitCode: 2, advice: /http:\/\/HOST:PORT/ })
    t.notMatch(String(error), 'secret')
  })
}
