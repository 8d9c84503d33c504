import { gatewayAccount, shadowAccount } from '../names.ts'
import type { Change, Step, Work } from '../step.ts'

const wanted = [gatewayAccount, shadowAccount]

/** The accounts of the services: no password, no shell, no home. */
export const accounts: Step = {
  name: 'accounts',
  async check(work) {
    const missing = await missingAccounts(work)
    if (missing.length === 0) return { verdict: 'ok', summary: `${wanted.join(' and ')} are there` }
    return {
      verdict: 'critical',
      summary: `there is no account ${missing.join(', ')}`,
      advice: 'see that useradd works and /etc is writable',
    }
  },
  async changes(work) {
    return (await missingAccounts(work)).map((name) => makeAccount(work, name))
  },
}

async function missingAccounts({ target }: Work): Promise<string[]> {
  const found = await Promise.all(wanted.map((name) => target.account(name)))
  return wanted.filter((_, place) => found[place] === undefined)
}

function makeAccount({ target }: Work, name: string): Change {
  const nowhere = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin']
  return {
    summary: `make the account ${name}`,
    apply: async () => void (await target.must(['useradd', '--system', '--user-group', ...nowhere, name])),
  }
}
