import { gatewayAccount, mongodbAccount, shadowAccount, tunnelAccount } from '../names.ts'
import type { Site } from '../site.ts'
import { type Change, judgeChanges, type Step, type Work } from '../step.ts'

/** The accounts of the services: no password, no shell, no home. */
export const accounts: Step = {
  name: 'accounts',
  check: async (work) =>
    judgeChanges(await accounts.changes(work), {
      holds: `${wantedAccounts(work.site).join(', ')} are there`,
      advice: 'see that useradd works and /etc is writable',
    }),
  async changes(work) {
    const changes = await Promise.all(wantedAccounts(work.site).map((name) => accountChanges(work, name)))
    return changes.flat()
  },
}

export const wantedAccounts = ({ tunnel, mongodb }: Site): string[] => [
  ...[gatewayAccount, shadowAccount],
  ...(tunnel ? [tunnelAccount] : []),
  ...(mongodb ? [mongodbAccount] : []),
]

const shell = '/usr/sbin/nologin'

async function accountChanges({ target }: Work, name: string): Promise<Change[]> {
  // The field order of passwd(5).
  const { code, stdout } = await target.run(['getent', 'passwd', name])
  const run = (summary: string, argv: string[]): Change[] => [
    { summary, apply: async () => void (await target.must(argv)) },
  ]
  if (code !== 0) {
    const nowhere = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', shell]
    return run(`make the account ${name}`, ['useradd', '--system', '--user-group', ...nowhere, name])
  }
  if (stdout.trim().split(':')[6] === shell) return []
  return run(`let nobody log in as ${name}`, ['usermod', '--shell', shell, '--lock', name])
}
