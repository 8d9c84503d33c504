import { EndpointError } from '../provision/endpoint-error.ts'
import { loadSite } from '../provision/site.ts'
import type { Check } from './check.ts'
import type { CheckFlags } from './check-command.ts'
import { nagiosCodes } from './finding.ts'
import { thisHost } from './host.ts'
import { checks } from './index.ts'
import { overall, printJson, printNagios, printPrometheus, printTable } from './print.ts'
import { runChecks } from './run-checks.ts'

/** Runs the named checks, or all, and prints what they found; sets the exit code. Raises EndpointError for a wrong name. */
export async function printChecks(names: readonly string[], flags: CheckFlags): Promise<void> {
  const chosen = named(names)
  const { found, ...site } = loadSite(flags.site)
  if (!found) process.stderr.write('there is no site file, so only what needs none is looked at\n')
  const results = await runChecks(chosen, { site, host: thisHost() })
  const verdict = overall(results)
  const print = flags.json ? printJson : flags.nagios ? printNagios : flags.prometheus ? printPrometheus : printTable
  process.stdout.write(`${print(results).trimEnd()}\n`)
  process.exitCode = flags.nagios ? nagiosCodes[verdict] : Number(verdict === 'critical' || verdict === 'unknown')
}

function named(names: readonly string[]): readonly Check[] {
  const unknown = names.filter((name) => !checks.some((check) => check.name === name))
  if (unknown.length > 0) {
    throw new EndpointError(`there is no check named ${unknown.join(', ')}`, {
      advice: `there are: ${checks.map(({ name }) => name).join(', ')}`,
      exitCode: 2,
    })
  }
  return names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name))
}
