import { shadowAccount } from '../provision/names.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'

/** Whether the shadow is without login: nobody can become it, and it takes no connections. */
export const shadowLogin: Check = {
  name: 'shadow-login',
  async run({ host }) {
    const account = (await host.run(['getent', 'passwd', shadowAccount])).stdout.trim()
    const home = account.split(':')[5]
    return judgeShadow({
      account,
      password: (await host.run(['getent', 'shadow', shadowAccount])).stdout.trim(),
      keys: home ? await host.read(`${home}/.ssh/authorized_keys`) : undefined,
      sockets: await Promise.all(protocols.map((name) => host.read(`/proc/net/${name}`))),
    })
  },
}

const protocols = ['tcp', 'tcp6', 'udp', 'udp6'] as const

export type ShadowFacts = {
  /** Its lines in passwd and shadow; '' where there is none, or it may not be read. */
  account: string
  password: string
  /** Its authorized_keys. */
  keys: string | undefined
  /** `/proc/net/tcp`, `tcp6`, `udp` and `udp6`. */
  sockets: readonly (string | undefined)[]
}

export function judgeShadow({ account, password, keys, sockets }: ShadowFacts): Finding {
  const [name = '', , uid = '', , , , shell = ''] = account.split(':')
  if (name === '') {
    return {
      verdict: 'unknown',
      summary: `there is no account ${shadowAccount}`,
      advice: 'provision this machine: endpoint provision SITE.yaml',
    }
  }
  const ways = [
    ...(/\/(nologin|false)$/.test(shell) ? [] : ['it has a shell']),
    ...(/^[^:]+:[!*]/.test(password) || password === '' ? [] : ['it has a password']),
    ...(keys?.trim() ? ['it has SSH keys, which open tunnels even without a shell'] : []),
    ...(sockets.some((table, index) => isOpen(table ?? '', uid, index < 2)) ? ['a process of it listens'] : []),
  ]
  if (ways.length > 0) {
    return {
      verdict: 'critical',
      summary: `${shadowAccount} is no account without login: ${ways.join('; ')}`,
      advice: `take that away; endpoint provision SITE.yaml makes the account as it has to be`,
    }
  }
  if (password === '') {
    return {
      verdict: 'unknown',
      summary: `whether ${shadowAccount} has a password only root can see`,
      advice: 'run the check as root',
    }
  }
  return { verdict: 'ok', summary: `nobody can log in as ${shadowAccount}, and it listens nowhere` }
}

/** Whether the table shows a socket of the account that waits for others: a listening TCP one, a UDP one without a far end. */
function isOpen(table: string, uid: string, tcp: boolean): boolean {
  const rows = table.split('\n').slice(1)
  return rows.some((row) => {
    const [, , remote = '', state, , , , owner] = row.trim().split(/\s+/)
    return owner === uid && (tcp ? state === '0A' : /^0+:0000$/.test(remote))
  })
}
