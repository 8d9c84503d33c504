import { dirname } from 'node:path'
import { openRelease } from './open-release.ts'
import { relayLines, showProgress } from './progress.ts'
import type { ProvisionFlags } from './provision-command.ts'
import { provisionHere } from './provision-here.ts'
import { provisionThere } from './remote/provision-there.ts'
import type { Settled } from './settle.ts'
import { loadSite } from './site.ts'

/** Provisions this machine or the one at `--host`; answers the exit code: 1 for a plan that would change something. */
export async function provision(file: string, flags: ProvisionFlags): Promise<number> {
  const { plan = false, only = [] } = flags
  // Told before anything is made or sent.
  loadSite(file)
  const abort = new AbortController()
  using _stops = flags.relay ? stopAtEndOfInput(abort) : stopAtInterrupt(abort)
  await using release = await openRelease(flags)
  const tell = flags.relay ? relayLines() : showProgress({ plan })
  const how = { plan, only, overSsh: flags.relay ?? false, tell, signal: abort.signal }
  const settled =
    flags.host === undefined
      ? await provisionHere(file, release, how)
      : await provisionThere({ file, host: flags.host, release, flags, siteFolder: dirname(file) }, how)
  if (flags.json) process.stdout.write(`${JSON.stringify({ plan, steps: settled }, null, 2)}\n`)
  return plan && drifts(settled) ? 1 : 0
}

const drifts = (settled: readonly Settled[]) => settled.some(({ outcome }) => outcome !== 'unchanged')

/** The operator's end of the line is gone, or asks to stop. */
function stopAtEndOfInput(abort: AbortController): Disposable {
  const stop = () => abort.abort()
  process.stdin.once('end', stop).once('error', stop).resume()
  return { [Symbol.dispose]: () => process.stdin.destroy() }
}

/** The first Ctrl-C stops between two steps; a second one at once. */
function stopAtInterrupt(abort: AbortController): Disposable {
  const stop = () => {
    process.stderr.write('stopping after this step; Ctrl-C again stops at once\n')
    abort.abort()
  }
  process.once('SIGINT', stop)
  return { [Symbol.dispose]: () => process.off('SIGINT', stop) }
}
