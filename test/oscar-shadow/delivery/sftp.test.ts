import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openDelivery } from '../../../oscar-shadow/delivery/open-delivery.ts'
import { howToGetSshd, type SshServer, startSshd } from '../../sshd-server.ts'

const server = await startSshd()
if (server) t.teardown(() => server.remove())
const skip = server ? false : howToGetSshd

const never = new AbortController().signal
const targetAt = ({ user, port, keyFile, hostKey }: SshServer, folder: string) => ({
  to: `sftp://${user}@127.0.0.1:${port}${folder}`,
  key: keyFile,
  hostKey,
})

t.test('documents come into the folder of the other machine, whole and under their own name', { skip }, async (t) => {
  if (!server) return
  const folder = t.testdir({})
  const document = `<é>${'x'.repeat(300_000)}</é>`
  {
    await using delivery = await openDelivery(targetAt(server, folder))
    await Promise.all([1, 2, 3].map((patient) => delivery.deliver(patient, document, never)))
    await delivery.deliver(2, '<newer/>', never)
  }
  t.strictSame(readdirSync(folder).sort(), ['output_1.xml', 'output_2.xml', 'output_3.xml'])
  t.equal(readFileSync(join(folder, 'output_1.xml'), 'utf8'), document)
  t.equal(readFileSync(join(folder, 'output_2.xml'), 'utf8'), '<newer/>')
  t.equal(statSync(join(folder, 'output_1.xml')).mode & 0o007, 0, 'strangers may not read it')
})

t.test('a connection that is lost is made again', { skip }, async (t) => {
  if (!server) return
  const folder = t.testdir({})
  await using delivery = await openDelivery(targetAt(server, folder))
  await delivery.deliver(1, '<a/>', never)
  await server.stop()
  const waiting = delivery.deliver(2, '<b/>', never)
  await server.start()
  await waiting
  t.equal(readFileSync(join(folder, 'output_2.xml'), 'utf8'), '<b/>')
})

const mistakes: { says: string; change(server: SshServer): Partial<SshServer>; folder?: string; message: RegExp }[] = [
  {
    says: 'a machine with another host key gets nothing',
    change: ({ strangeKeyFile }) => ({ hostKey: readFileSync(`${strangeKeyFile}.pub`, 'utf8') }),
    message: /shows another host key/,
  },
  {
    says: 'a key that is not let in is told',
    change: ({ strangeKeyFile }) => ({ keyFile: strangeKeyFile }),
    message: /does not take our key/,
  },
  {
    says: 'a folder that is not there is told',
    change: () => ({}),
    folder: '/no/such/folder',
    message: /no such file/,
  },
  { says: 'a host key that is none is told', change: () => ({ hostKey: 'SHA256:abc' }), message: /no public key/ },
  { says: 'a missing key file is told', change: () => ({ keyFile: '/no/key' }), message: /can't be read: ENOENT/ },
]
for (const { says, change, folder, message } of mistakes) {
  t.test(says, { skip }, async (t) => {
    if (!server) return
    const target = targetAt({ ...server, ...change(server) }, folder ?? t.testdir({}))
    await t.rejects(openDelivery(target), { message })
  })
}
