/** What `ufw status verbose` says; of rules only those that let something in. */
export type UfwStatus = {
  active: boolean
  /** What happens to what no rule names: deny, reject or allow. */
  incoming: string
  /** As `443/tcp from any`, the form of `ruleText`. */
  allowed: string[]
}

/** Of ufw 0.31 (Ubuntu 12.04) to 0.36. IPv4 and IPv6 forms of one rule count once. */
export function parseUfwStatus(text: string): UfwStatus {
  const rules = [...text.matchAll(/^(\S.*?)\s{2,}(?:ALLOW|LIMIT)(?: (IN|OUT|FWD))?\s+(.+?)(?:\s+#.*)?$/gm)]
  const inwards = rules.filter(([, , direction]) => direction === undefined || direction === 'IN')
  return {
    active: /^Status: active/m.test(text),
    incoming: /^Default: (\w+) \(incoming\)/m.exec(text)?.[1] ?? '',
    allowed: [...new Set(inwards.map(([, to = '', , from = '']) => `${plainPlace(to)} from ${plainPlace(from)}`))],
  }
}

export const ruleText = ({ port, from }: { port: number; from: string }) => `${port}/tcp from ${plainPlace(from)}`

/** ufw leaves the length off a network of one address, and adds the name of an application to a port. */
const plainPlace = (text: string) =>
  text
    .replace(/ \([^)]*\)/g, '')
    .trim()
    .replace(/\/(32|128)$/, '')
    .replace(/^Anywhere$/, 'any')
