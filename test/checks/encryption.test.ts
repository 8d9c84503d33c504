import t from 'tap'
import { encryption, judgeEncryption, mountOf } from '../../checks/encryption.ts'
import { judgeCases, runHere } from './judging.ts'

const plain = { folder: '/var/lib/x', kind: 'ext4', layers: [] }

judgeCases(judgeEncryption, [
  { says: 'LUKS', facts: { ...plain, layers: ['CRYPT-LUKS2-abc-data'] }, verdict: 'ok', summary: 'LUKS2' },
  { says: 'a volume on LUKS', facts: { ...plain, layers: ['LVM-xyz', 'CRYPT-LUKS1-abc-pv'] }, verdict: 'ok' },
  { says: 'encfs, as the old deployments had it', facts: { ...plain, kind: 'fuse.encfs' }, verdict: 'ok' },
  { says: 'a plain disk', facts: plain, verdict: 'warning', summary: 'not encrypted (ext4)' },
  { says: 'a volume on a plain disk', facts: { ...plain, layers: ['LVM-xyz'] }, verdict: 'warning' },
])

t.test('a folder lies on the mount with the longest way to it, and of several there on the last', async (t) => {
  const table = `22 1 253:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 253:1 / /var/lib rw - ext4 /dev/vdb rw
31 30 0:40 / /var/lib/with\\040blank rw shared:7 - fuse.encfs encfs rw
32 22 253:9 / /var/lib rw - xfs /dev/vdc rw
`
  t.match(mountOf(table, '/var/library/x'), { device: '253:0' })
  t.match(mountOf(table, '/var/lib/scoop'), { device: '253:9', kind: 'xfs' })
  t.match(mountOf(table, '/var/lib/with blank/x'), { kind: 'fuse.encfs' })
})

t.test('this machine tells what its disk is', async (t) => {
  t.match((await runHere(encryption)).summary, /encrypted/)
})
