import type { Finding } from '../../checks/finding.ts'
import { firewall as firewallHolds } from '../../checks/firewall.ts'
import { parseUfwStatus } from '../../checks/ufw-status.ts'
import { wantedRules } from '../../checks/wanted-rules.ts'
import { fileDiff } from '../file-changes.ts'
import { allowCommand, locksOut, planRules } from '../firewall/plan-rules.ts'
import { removalOfRule, sleepingRules } from '../firewall/remove-rule.ts'
import { type Change, judgeChanges, look, type Step, type Work } from '../step.ts'

const settings = '/etc/default/ufw'

/** Lets in what the site wants, on IPv4 and IPv6, and nothing else. */
export const firewall: Step = {
  name: 'firewall',
  async check(work) {
    if (await isMissing(work)) return missing
    if (locksOut(work.operator.address, wantedRules(work.site))) return lockedOut(work)
    const both = judgeChanges(await bothFamilies(work), {
      holds: 'rules for IPv4 and IPv6',
      advice: 'see /etc/default',
    })
    return both.verdict === 'ok' ? look(firewallHolds)(work) : both
  },
  async changes(work) {
    const wanted = wantedRules(work.site)
    if ((await isMissing(work)) || locksOut(work.operator.address, wanted)) return []
    const { stdout } = await work.target.run(['ufw', 'status', 'verbose'])
    const { active, incoming } = parseUfwStatus(stdout)
    // While it is off, only the rules as they were added tell what it will let in.
    const found = active ? parseUfwStatus(stdout) : { active, incoming, allowed: await sleepingRules(work.target) }
    const plan = planRules(found, wanted)
    const change = (summary: string, argv: string[]): Change => ({ summary, apply: () => must(work, argv) })
    return [
      ...(await bothFamilies(work)),
      // An inactive ufw does not say its default.
      ...(plan.denyByDefault ? [change('deny by default what comes in', ['ufw', 'default', 'deny', 'incoming'])] : []),
      ...plan.missing.map((rule) => change(`let in ${rule.port}/tcp from ${rule.from}`, allowCommand(rule))),
      ...plan.foreign.map((rule) => removalOfRule(work.target, rule)),
      ...(plan.switchOn ? [change('switch the firewall on, now and at each boot', ['ufw', '--force', 'enable'])] : []),
    ]
  },
}

const isMissing = async ({ target }: Work) => (await target.run(['ufw', 'version'])).code !== 0

const missing: Finding = {
  verdict: 'critical',
  summary: 'the firewall ufw is not installed',
  advice: 'install the package ufw (apt-get install ufw, or dpkg -i of a package that you bring along)',
}

const lockedOut = ({ operator }: Work): Finding => ({
  verdict: 'critical',
  summary: `the firewall would lock you out: you are connected from ${operator.address}, which is in no network of ssh.from`,
  advice: 'add your network to ssh.from in the site file, or provision from one that is named there',
})

/** Without IPV6=yes ufw writes no rule for IPv6, which then stays open. */
async function bothFamilies({ target }: Work): Promise<Change[]> {
  const before = await target.read(settings)
  if (before === undefined || /^IPV6="?yes"?$/m.test(before)) return []
  const after = /^IPV6=/m.test(before) ? before.replace(/^IPV6=.*$/m, 'IPV6=yes') : `${before.trimEnd()}\nIPV6=yes\n`
  return [
    {
      summary: `let the firewall hold for IPv6 as well, in ${settings}`,
      diff: fileDiff(settings, before, after),
      async apply() {
        await target.write(settings, after, { mode: 0o644 })
        await target.run(['ufw', 'reload'])
      },
    },
  ]
}

const must = async ({ target }: Work, argv: readonly string[]): Promise<void> => void (await target.must(argv))
