import { BlockList, isIP } from 'node:net'
import { parseUfwStatus, ruleText, type UfwStatus } from '../../checks/ufw-status.ts'
import type { Rule } from '../../checks/wanted-rules.ts'

/** What of a firewall's state is not as wanted. */
export type RulePlan = {
  missing: Rule[]
  /** In the form of `ruleText`. */
  foreign: string[]
  denyByDefault: boolean
  switchOn: boolean
}

export function planRules({ active, incoming, allowed }: UfwStatus, wanted: readonly Rule[]): RulePlan {
  const texts = wanted.map(ruleText)
  return {
    missing: wanted.filter((rule) => !allowed.includes(ruleText(rule))),
    foreign: allowed.filter((rule) => !texts.includes(rule)),
    denyByDefault: incoming !== 'deny' && incoming !== 'reject',
    switchOn: !active,
  }
}

/** The form that ufw 0.31 (Ubuntu 12.04) knows as well: no comments, no `prepend` (`ubuntu-12.04.md` section 5). */
export const allowCommand = ({ port, from }: Rule): string[] => [
  ...['ufw', 'allow', 'proto', 'tcp', 'from', from, 'to', 'any', 'port', String(port)],
]

/**
 * Numbers of a rule, which may stand there for IPv4 and IPv6, in `ufw status numbered`: the last one first, since those
 * after a deleted rule move up.
 */
export function numbersOf(rule: string, numbered: string): number[] {
  const lines = [...numbered.matchAll(/^\[\s*(\d+)\]\s+(.+)$/gm)]
  return lines
    .filter(([, , line = '']) => parseUfwStatus(line).allowed[0] === rule)
    .map(([, number]) => Number(number))
    .sort((a, b) => b - a)
}

/** Whether somebody who is connected from an address could not come in again. */
export function locksOut(address: string | undefined, wanted: readonly Rule[]): boolean {
  if (address === undefined) return false
  const networks = wanted.filter(({ port }) => port === 22).map(({ from }) => from)
  return !networks.some((network) => network === 'any' || contains(network, address))
}

function contains(network: string, address: string): boolean {
  const [base = '', length = ''] = network.split('/')
  // A socket of both families shows an IPv4 address in IPv6's form.
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '')
  const family = (text: string) => (isIP(text) === 6 ? 'ipv6' : 'ipv4')
  const list = new BlockList()
  list.addSubnet(base, Number(length), family(base))
  return isIP(plain) !== 0 && list.check(plain, family(plain))
}
