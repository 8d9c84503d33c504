import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, resolve } from 'node:path'
import { EndpointError } from './endpoint-error.ts'
import { takeLock } from './lock.ts'
import { installFolder, lockFile } from './names.ts'
import { whoOperates } from './operator.ts'
import { detectPlatform } from './platform.ts'
import { type Settled, settle, type Told } from './settle.ts'
import { loadSite } from './site.ts'
import type { Step, Work } from './step.ts'
import { steps } from './steps/index.ts'
import { thisTarget } from './target.ts'

export type ProvisionOptions = {
  plan: boolean
  /** Names of the only steps to look at. */
  only: readonly string[]
  /** Whether our own SSH connection brought the program to this machine. */
  overSsh?: boolean
  tell(told: Told): void
  signal: AbortSignal
}

/**
 * Makes this machine the endpoint that the site file describes, step by step, or says what that would take. Raises
 * EndpointError at the first step that fails; what was done stays, and the next run goes on from there.
 */
export async function provisionHere(
  file: string,
  release: Work['release'],
  options: ProvisionOptions,
): Promise<Settled[]> {
  const { plan, only, overSsh = false, tell, signal } = options
  const wanted = chosen(only)
  expectRoot()
  using _lock = plan ? undefined : takeLock(lockFile, { who: userInfo().username, why: `provisioning ${release.name}` })
  const target = thisTarget()
  const work: Work = {
    site: loadSite(file),
    siteText: readFileSync(file, 'utf8'),
    beside: dirname(resolve(file)),
    target,
    platform: await detectPlatform(target),
    operator: whoOperates({ overSsh }),
    release,
  }
  const settled: Settled[] = []
  for (const step of wanted) {
    if (signal.aborted) throw stopped(step)
    if (plan && step.verifies && settled.some(({ outcome }) => outcome !== 'unchanged')) continue
    const outcome = await settle(step, work, { plan, tell })
    tell({ kind: 'settled', ...outcome })
    settled.push(outcome)
  }
  return settled
}

function chosen(only: readonly string[]): readonly Step[] {
  const unknown = only.filter((name) => !steps.some((step) => step.name === name))
  if (unknown.length > 0) {
    throw new EndpointError(`there is no step named ${unknown.join(', ')}`, {
      advice: `there are: ${steps.map(({ name }) => name).join(', ')}`,
      exitCode: 2,
    })
  }
  return only.length === 0 ? steps : steps.filter(({ name }) => only.includes(name))
}

/** Raises EndpointError for anybody else. */
export function expectRoot(): void {
  if (process.getuid?.() === 0) return
  throw new EndpointError(`provisioning changes ${installFolder} and the system's services, which takes root`, {
    advice: 'run it with sudo',
  })
}

function stopped(step: Step): EndpointError {
  return new EndpointError(`stopped before step ${step.name}`, { advice: 'provision again, it goes on from here' })
}
