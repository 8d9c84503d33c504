import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EndpointError } from './endpoint-error.ts'
import { type OpenRelease, openRelease } from './open-release.ts'
import { printSummary, type SiteOutcome } from './print-summary.ts'
import { relayLines, showProgress } from './progress.ts'
import type { ProvisionFlags } from './provision-command.ts'
import { type ProvisionOptions, provisionHere } from './provision-here.ts'
import { provisionThere } from './remote/provision-there.ts'
import { removeStaging } from './remote/staging.ts'
import type { Settled } from './settle.ts'
import { loadSite } from './site.ts'
import { stopAtEndOfInput, stopAtInterrupt } from './stop.ts'

/**
 * Provisions this machine or the one at `--host`; with a folder, each machine that a site file in it names. Answers the
 * exit code: 1 for a plan that would change something, and if a machine of a folder failed.
 */
export async function provision(path: string, flags: ProvisionFlags): Promise<number> {
  const files = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? siteFilesIn(path) : undefined
  if (files && flags.host) {
    throw new EndpointError('the site files of a folder name their machines themselves', {
      advice: 'leave --host out, or name one site file',
      exitCode: 2,
    })
  }
  // Told before anything is made or sent.
  for (const file of files ?? [path]) loadSite(file)
  const { plan = false, only = [] } = flags
  const abort = new AbortController()
  using _stops = flags.relay ? stopAtEndOfInput(abort) : stopAtInterrupt(abort)
  await using _staged = flags.relay ? removeStaging(dirname(path)) : undefined
  await using release = await openRelease({ ...flags, unpack: files === undefined && flags.host === undefined })
  const tell = flags.relay ? relayLines() : showProgress({ plan })
  const how = { plan, only, overSsh: flags.relay ?? false, tell, signal: abort.signal }
  if (files) return provisionAll(files, { release, flags }, how)
  const settled = await provisionOne(path, flags.host, { release, flags }, how)
  if (flags.json) process.stdout.write(`${JSON.stringify({ plan, steps: settled }, null, 2)}\n`)
  return plan && drifts(settled) ? 1 : 0
}

type With = { release: OpenRelease; flags: ProvisionFlags }

function provisionOne(file: string, host: string | undefined, { release, flags }: With, how: ProvisionOptions) {
  if (host === undefined) return provisionHere(file, release, how)
  return provisionThere({ file, host, release, flags, siteFolder: dirname(file) }, how)
}

/** One after the other, so that a mistake that all site files share is seen at the first; one failure stops no other. */
async function provisionAll(files: readonly string[], by: With, how: ProvisionOptions): Promise<number> {
  const outcomes: SiteOutcome[] = []
  for (const file of files) {
    const { machine, name = file } = loadSite(file)
    if (how.signal.aborted) break
    process.stderr.write(`\n${name} (${machine ?? 'no machine'})\n`)
    outcomes.push({ site: name, machine, ...(await outcomeOf(file, machine, by, how)) })
  }
  const text = by.flags.json ? JSON.stringify({ plan: how.plan, sites: outcomes }, null, 2) : printSummary(outcomes)
  process.stdout.write(`${text}\n`)
  const failed = outcomes.length < files.length || outcomes.some(({ error }) => error !== undefined)
  return failed || (how.plan && outcomes.some(({ steps = [] }) => drifts(steps))) ? 1 : 0
}

async function outcomeOf(file: string, machine: string | undefined, by: With, how: ProvisionOptions) {
  if (machine === undefined) return { error: 'the site file names no machine' }
  try {
    return { steps: await provisionOne(file, machine, by, how) }
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error
    process.stderr.write(`endpoint: ${error.message}\n${error.advice}\n`)
    return { error: error.message }
  }
}

const drifts = (settled: readonly Settled[]) => settled.some(({ outcome }) => outcome !== 'unchanged')

/** `NAME.yaml`, and `site.yaml` in folders, where secrets and other things of one site lie beside it. */
function siteFilesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const files = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => dirname(file) === join(folder, '.') || /\/site\.ya?ml$/.test(file))
  if (files.length > 0) return files.toSorted()
  throw new EndpointError(`there is no site file in ${folder}`, {
    advice: 'put them there as NAME.yaml or NAME/site.yaml',
    exitCode: 2,
  })
}
