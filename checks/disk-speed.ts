import { randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Limits, limitsOf } from '../provision/site/thresholds.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { byLimits, judged } from './judge.ts'
import { dataFolder, nearest } from './places.ts'

/** How quickly the disk makes writes durable: every document that the gateway takes in waits for that. */
export const diskSpeed: Check = {
  name: 'disk-speed',
  after: ['disk-space', 'inodes'],
  async run({ site, host }) {
    const times = await timeWrites(await nearest(host, dataFolder(site)))
    return judgeDiskSpeed(times, limitsOf(site, 'fsyncs-per-second'))
  },
}

/** Few enough to disturb nobody. */
const writes = 5

/** Milliseconds that each of a few small writes took until it was durable. */
async function timeWrites(folder: string): Promise<number[]> {
  const path = join(folder, `.disk-speed-${randomBytes(6).toString('hex')}`)
  const times: number[] = []
  try {
    await using file = await open(path, 'wx', 0o600)
    for (let turn = 0; turn < writes; turn++) {
      const started = performance.now()
      await file.write(randomBytes(4096))
      await file.datasync()
      times.push(performance.now() - started)
    }
  } finally {
    await rm(path, { force: true })
  }
  return times
}

/** The median counts: one write may wait for somebody else's. */
export function judgeDiskSpeed(milliseconds: readonly number[], limits: Limits): Finding {
  const median = milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 2)] ?? Number.POSITIVE_INFINITY
  const rate = Math.round(Math.min(1000 / median, 100_000))
  return judged(byLimits(rate, limits), {
    summary: `the disk makes ${rate} writes durable in a second (${median.toFixed(1)} ms each)`,
    advice: 'see whether something else keeps the disk busy (iostat -x 1), and whether it is failing (smartctl -a)',
    metrics: [{ name: 'fsyncs', value: rate, unit: '/s', ...limits }],
  })
}
