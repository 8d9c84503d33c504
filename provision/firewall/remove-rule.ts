import { EndpointError } from '../endpoint-error.ts'
import type { Change, Work } from '../step.ts'
import { numbersOf } from './plan-rules.ts'

type Target = Work['target']

/** Takes a rule away, for IPv4 and IPv6; in the form of `ruleText`. */
export const removalOfRule = (target: Target, rule: string): Change => ({
  summary: `let in ${rule} no more`,
  async apply() {
    if (/^Status: inactive/m.test(await target.must(['ufw', 'status']))) return removeSleeping(target, rule)
    const list = async () => numbersOf(rule, await target.must(['ufw', 'status', 'numbered']))
    for (let [number] = await list(); number !== undefined; [number] = await list()) {
      await target.must(['ufw', '--force', 'delete', String(number)])
    }
  },
})

/** A firewall that is off has no numbers; it deletes a rule that is said as it was added. */
async function removeSleeping(target: Target, rule: string): Promise<void> {
  const [, port = '', protocol, from = ''] = /^(\S+?)(?:\/(\w+))? from (\S+)$/.exec(rule) ?? []
  const argv = [
    'ufw',
    '--force',
    'delete',
    'allow',
    ...(protocol ? ['proto', protocol] : []),
    'from',
    from,
    'to',
    'any',
  ]
  const { code, stdout, stderr } = await target.run(port === 'any' ? argv : [...argv, 'port', port])
  if (code === 0) return
  throw new EndpointError(`${rule} stays: ${(stderr || stdout).trim()}`, { advice: 'remove it: ufw delete' })
}

/** The rules of a firewall that is off: it lists them in no other way, so its own files are read. */
export async function sleepingRules(target: Target): Promise<string[]> {
  const files = ['/etc/ufw', '/lib/ufw'].flatMap((folder) => [`${folder}/user.rules`, `${folder}/user6.rules`])
  const texts = await Promise.all(files.map(target.read))
  return [...new Set(texts.flatMap((text) => readTuples(text ?? '')))]
}

/** `### tuple ### allow tcp 22 0.0.0.0/0 any 10.44.0.0/24 in`: action, protocol, port, to, its port, from, direction. */
export function readTuples(text: string): string[] {
  const tuples = text.matchAll(/^### tuple ### (?:allow|limit) (\S+) (\S+) (\S+) (\S+) (\S+)(?: (\S+))?/gm)
  return [...tuples].flatMap(([, protocol, port, , , from = '', direction = 'in']) => {
    if (direction.startsWith('out')) return []
    const source = /^(0\.0\.0\.0\/0|::\/0)$/.test(from) ? 'any' : from.replace(/\/(32|128)$/, '')
    return [`${port}${protocol === 'any' ? '' : `/${protocol}`} from ${source}`]
  })
}
