import { z } from 'zod'
import { judgeResults, type Result } from '../judge-results.ts'
import { currentRelease, defaultSiteFile } from '../names.ts'
import type { Step, Work } from '../step.ts'

/** Their trouble ends with the first export, the first look for updates, or the authority's signature. */
const mayWait = ['backup', 'export', 'last-import', 'quarantine', 'updater', 'certificates', 'backup-oscar']

/** All checks, run by the release that is installed: what monitoring will see from now on. */
export const finalChecks: Step = {
  name: 'final-checks',
  services: ['scoop-gateway'],
  verifies: true,
  async check(work) {
    const results = await runInstalled(work)
    if (results) return judgeResults(results, { mayWait })
    const advice = `see what it says: ${currentRelease}/bin/endpoint check`
    return { verdict: 'critical', summary: 'the installed release can run no checks', advice }
  },
  changes: async () => [],
}

const Printed = z.object({
  checks: z.array(
    z.object({
      check: z.string(),
      verdict: z.enum(['ok', 'warning', 'critical', 'unknown']),
      summary: z.string(),
      advice: z.string().optional(),
      because: z.string().optional(),
    }),
  ),
})

async function runInstalled({ target }: Work): Promise<Result[] | undefined> {
  const argv = [`${currentRelease}/bin/endpoint`, 'check', '--json', '--site', defaultSiteFile]
  const { stdout } = await target.run(argv, { timeout: 120_000 })
  const printed = Printed.safeParse(parsed(stdout))
  return printed.data?.checks.map(({ check, verdict, summary, advice = '', because }) => ({
    check,
    because,
    finding: verdict === 'ok' ? { verdict, summary } : { verdict, summary, advice },
  }))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
