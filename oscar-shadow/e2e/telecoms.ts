import type { Context } from './context.ts'
import { tell } from './stored-values.ts'
import { type Child, element } from './xml.ts'

type Reachable = { home: string | null; work: string | null; email: string | null }

/** How to reach somebody; only with full detail, since our gateway does not read it. */
export function telecoms({ home, work, email }: Reachable, { detail }: Context): Child {
  if (detail !== 'full') return undefined
  return [telephone(home, 'H'), telephone(work, 'WP'), mail(email)]
}

function telephone(number: string | null, use: 'H' | 'WP'): Child {
  const digits = tell(number)?.replaceAll('-', '')
  return digits ? element('telecom', { value: `tel:${digits}`, use }) : undefined
}

function mail(address: string | null): Child {
  const told = tell(address)
  return told && element('telecom', { value: `mailto:${told}`, use: 'H' })
}
