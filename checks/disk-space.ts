import { type Limits, limitsOf } from '../provision/site/thresholds.ts'
import type { Check } from './check.ts'
import { type Finding, worst } from './finding.ts'
import { byLimits, judged } from './judge.ts'
import { rooms } from './places.ts'

/** Whether the disks that the endpoint writes to have room. */
export const diskSpace: Check = {
  name: 'disk-space',
  run: async (subject) => judgeDiskSpace(await rooms(subject), limitsOf(subject.site, 'disk-free-percent')),
}

/** Sizes in bytes. */
export function judgeDiskSpace(
  disks: readonly { path: string; size: number; free: number }[],
  limits: Limits,
): Finding {
  const parts = disks.map(({ path, size, free }) => ({ path, free, percent: share(free, size) }))
  return judged(worst(parts.map(({ percent }) => byLimits(percent, limits))), {
    summary: parts.map(({ path, free, percent }) => `${path} has ${percent} % free (${gigabytes(free)} GB)`).join(', '),
    advice: 'see what takes the room: du -xh --max-depth=2 / | sort -h | tail',
    metrics: parts.map(({ path, percent }) => ({ name: `free ${path}`, value: percent, unit: '%', ...limits })),
  })
}

export const share = (part: number, whole: number) => (whole > 0 ? Math.round((part / whole) * 1000) / 10 : 100)
const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1)
