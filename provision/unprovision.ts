import { userInfo } from 'node:os'
import { EndpointError } from './endpoint-error.ts'
import { takeLock } from './lock.ts'
import { lockFile } from './names.ts'
import { planRemoval } from './plan-removal.ts'
import { detectPlatform } from './platform.ts'
import { expectRoot } from './provision-here.ts'
import { loadSite } from './site.ts'
import { thisTarget } from './target.ts'
import type { UnprovisionFlags } from './unprovision-command.ts'

/** Removes what provisioning made on this machine; answers the exit code: 1 for a plan that would remove something. */
export async function unprovision(flags: UnprovisionFlags): Promise<number> {
  const { plan = false, data = false } = flags
  if (data && !plan && !flags.yes) {
    throw new EndpointError('--data wipes every record and secret of this endpoint, for good', {
      advice: 'say --yes as well, or look first with --plan',
      exitCode: 2,
    })
  }
  expectRoot()
  using _lock = plan ? undefined : takeLock(lockFile, { who: userInfo().username, why: 'unprovisioning' })
  const target = thisTarget()
  const site = loadSite(flags.site)
  const { changes, kept } = await planRemoval({ site, target, platform: await detectPlatform(target) }, { data })
  for (const { summary, apply } of changes) {
    process.stderr.write(`${plan ? 'would ' : ''}${summary}\n`)
    if (!plan) await apply()
  }
  for (const what of kept) process.stderr.write(`keeps ${what}\n`)
  const removed = changes.map(({ summary }) => summary)
  if (flags.json) process.stdout.write(`${JSON.stringify({ plan, removed, kept }, null, 2)}\n`)
  return plan && changes.length > 0 ? 1 : 0
}
