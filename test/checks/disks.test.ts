import t from 'tap'
import { diskSpace, judgeDiskSpace } from '../../checks/disk-space.ts'
import { diskSpeed, judgeDiskSpeed } from '../../checks/disk-speed.ts'
import { inodes, judgeInodes } from '../../checks/inodes.ts'
import { judgeCases, runHere } from './judging.ts'

const limits = { warning: 20, critical: 10 }
const disk = { path: '/', size: 100e9, free: 50e9 }

judgeCases(
  (disks) => judgeDiskSpace(disks, limits),
  [
    { says: 'half a disk is room enough', facts: [disk], verdict: 'ok', summary: '/ has 50 % free (50.0 GB)' },
    { says: 'a fifth left is a warning', facts: [{ ...disk, free: 20e9 }], verdict: 'warning' },
    {
      says: 'the fullest of several disks counts',
      facts: [disk, { path: '/var', size: 10e9, free: 1e9 }],
      verdict: 'critical',
      summary: '/var has 10 % free',
    },
  ],
)

judgeCases(
  (disks) => judgeInodes(disks, limits),
  [
    { says: 'inodes enough', facts: [{ path: '/', inodes: 1000, inodesFree: 900 }], verdict: 'ok' },
    { says: 'a file system that counts none', facts: [{ path: '/', inodes: 0, inodesFree: 0 }], verdict: 'ok' },
    {
      says: 'inodes used up',
      facts: [{ path: '/', inodes: 1000, inodesFree: 3 }],
      verdict: 'critical',
      summary: '0.3 %',
    },
  ],
)

judgeCases(
  (times) => judgeDiskSpeed(times, { warning: 40, critical: 4 }),
  [
    { says: 'a solid-state disk', facts: [0.4, 0.5, 0.4], verdict: 'ok' },
    { says: 'one slow write among quick ones', facts: [5, 5, 900, 5, 5], verdict: 'ok', summary: '200 writes' },
    { says: 'a tired disk', facts: [80, 90, 100], verdict: 'warning', summary: /^the disk makes 11 writes/ },
    { says: 'a disk that is dying', facts: [900, 900, 400], verdict: 'critical' },
  ],
)

t.test('the disk below the data folder is looked at, and nothing is left in it', async (t) => {
  const data = t.testdir({ data: {} })
  const site = `gateway: { data: ${data}/data }\n`
  const never = 'thresholds: { fsyncs-per-second: { warning: 1, critical: 0 }'
  t.match(await runHere(diskSpeed, `${site}${never} }`), { verdict: 'ok', summary: /\d+ writes durable/ })
  const wide =
    'thresholds: { disk-free-percent: { warning: 0, critical: 0 }, inodes-free-percent: { warning: 0, critical: 0 } }'
  t.match(await runHere(diskSpace, site + wide), { metrics: [{ unit: '%' }] })
  t.match(await runHere(inodes, site + wide), { metrics: [{ unit: '%' }] })
  t.strictSame((await import('node:fs')).readdirSync(`${data}/data`), [])
})

t.test('on a machine that is still to be provisioned, the disk where the data will be is looked at', async (t) => {
  const site = `gateway: { data: ${t.testdir({})}/not/yet }\nthresholds: { disk-free-percent: { warning: 100, critical: 0 } }`
  t.match(await runHere(diskSpace, site), { verdict: 'warning' })
})
