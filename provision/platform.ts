import { EndpointError } from './endpoint-error.ts'
import type { Target } from './target.ts'

/** How a machine is looked after: systemd, or upstart 1.5 on Ubuntu 12.04 (`ubuntu-12.04.md`). */
export type Platform = 'current' | 'precise'

/** Raises EndpointError for a system that is neither. */
export async function detectPlatform(target: Target): Promise<Platform> {
  if ((await target.find('/run/systemd/system'))?.kind === 'folder') return 'current'
  const { code, stdout } = await target.run(['initctl', 'version'])
  if (code === 0 && stdout.includes('upstart')) return 'precise'
  throw new EndpointError('this machine runs neither systemd nor upstart', {
    advice: 'use a current Ubuntu LTS or Debian, or Ubuntu 12.04 LTS',
  })
}
