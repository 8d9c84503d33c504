import { type Limits, limitsOf } from '../provision/site/thresholds.ts'
import type { Check } from './check.ts'
import { share } from './disk-space.ts'
import { type Finding, worst } from './finding.ts'
import { byLimits, judged } from './judge.ts'
import { rooms } from './places.ts'

/** Whether more files fit on the disks: one can be full of small ones while `df` shows room. */
export const inodes: Check = {
  name: 'inodes',
  run: async (subject) => judgeInodes(await rooms(subject), limitsOf(subject.site, 'inodes-free-percent')),
}

/** A file system that makes them as needed (btrfs, xfs) counts none. */
export function judgeInodes(
  disks: readonly { path: string; inodes: number; inodesFree: number }[],
  limits: Limits,
): Finding {
  const parts = disks.map(({ path, inodes, inodesFree }) => ({ path, percent: share(inodesFree, inodes) }))
  return judged(worst(parts.map(({ percent }) => byLimits(percent, limits))), {
    summary: parts.map(({ path, percent }) => `${path} has ${percent} % of its inodes free`).join(', '),
    advice: 'find the folder with very many files: du -x --inodes --max-depth=3 / | sort -n | tail',
    metrics: parts.map(({ path, percent }) => ({ name: `free ${path}`, value: percent, unit: '%', ...limits })),
  })
}
