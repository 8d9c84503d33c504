import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { judged } from './judge.ts'
import { parseUfwStatus, ruleText, type UfwStatus } from './ufw-status.ts'
import { type Rule, wantedRules } from './wanted-rules.ts'

/** Whether the firewall lets in what the site wants, and nothing else. */
export const firewall: Check = {
  name: 'firewall',
  async run({ site, host }) {
    const { code, stdout, stderr } = await host.run(['ufw', 'status', 'verbose'])
    if (code === 0) return judgeFirewall(parseUfwStatus(stdout), wantedRules(site))
    if (/need to be root/i.test(stdout + stderr)) {
      return judged('unknown', { summary: 'only root may look at the firewall', advice: 'run the check with sudo' })
    }
    return judged('critical', { summary: 'there is no firewall: ufw does not answer', advice: provision })
  },
}

const provision =
  'make the firewall as the site wants it: sudo endpoint provision /etc/scoop-endpoint/site.yaml --only firewall'

export function judgeFirewall({ active, incoming, allowed }: UfwStatus, rules: readonly Rule[]): Finding {
  const wanted = rules.map(ruleText)
  const missing = wanted.filter((rule) => !allowed.includes(rule))
  const strange = allowed.filter((rule) => !wanted.includes(rule))
  if (!active) return judged('critical', { summary: 'the firewall is off', advice: provision })
  if (incoming !== 'deny' && incoming !== 'reject') {
    const summary = `the firewall lets in what no rule names (default: ${incoming || 'unknown'})`
    return judged('critical', { summary, advice: provision })
  }
  const told = [
    ...(strange.length > 0 ? [`lets in what the site does not want: ${strange.join(', ')}`] : []),
    ...(missing.length > 0 ? [`keeps out what the site wants: ${missing.join(', ')}`] : []),
  ]
  if (told.length === 0) return { verdict: 'ok', summary: `lets in only ${wanted.join(', ')}` }
  return judged('critical', { summary: told.join('; '), advice: provision })
}
