import type { Finding } from '../../checks/finding.ts'
import { EndpointError } from '../endpoint-error.ts'
import { fileChanges } from '../file-changes.ts'
import { gatewayAccount, shadowAccount } from '../names.ts'
import { type Change, judgeChanges, notWanted, type Step, type Work } from '../step.ts'

/** The first value that sshd reads holds, so this file's name comes before others. */
export const sshdFile = '/etc/ssh/sshd_config.d/00-scoop-endpoint.conf'

const content = `# Written by endpoint provision: who looks after this machine shows a key.
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
DenyUsers ${gatewayAccount} ${shadowAccount}
X11Forwarding no
`

/** Nobody gets in by guessing a password. */
export const ssh: Step = {
  name: 'ssh',
  async check(work) {
    if (work.platform === 'precise') return notWanted('sshd of Ubuntu 12.04 reads no extra files: see sshd_config')
    const changes = await wantedChanges(work)
    if (changes.length > 0 && !work.operator.cameByKey) return unproven
    return judgeChanges(changes, { holds: 'only keys are let in', advice: 'see what sshd says: sshd -t' })
  },
  changes: async (work) => (work.operator.cameByKey ? wantedChanges(work) : []),
}

const unproven: Finding = {
  verdict: 'warning',
  summary: 'ssh still takes passwords: nobody has shown yet that a key opens this machine',
  advice: 'provision over SSH, with --host and a key',
}

async function wantedChanges({ target }: Work): Promise<Change[]> {
  if (!(await includes(target))) return []
  const [change] = await fileChanges(target, [{ path: sshdFile, content, mode: 0o644 }])
  if (!change) return []
  const before = await target.read(sshdFile)
  const back = () => (before === undefined ? target.remove(sshdFile) : target.write(sshdFile, before, { mode: 0o644 }))
  return [
    {
      ...change,
      async apply() {
        await target.makeFolder('/etc/ssh/sshd_config.d', { mode: 0o755 })
        await change.apply()
        const { code, stderr } = await target.run(['sshd', '-t'])
        if (code === 0) return void (await target.must(['systemctl', 'reload', 'ssh']))
        await back()
        throw new EndpointError(`sshd refuses its settings: ${stderr.trim()}`, { advice: 'see what else it is told' })
      },
    },
  ]
}

/** Since OpenSSH 8.2; before, extra files are not read. */
const includes = async (target: Work['target']) =>
  /^\s*Include\s+\S*sshd_config\.d/m.test((await target.read('/etc/ssh/sshd_config')) ?? '')
