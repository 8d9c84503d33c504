import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { NodeSSH } from 'node-ssh'
import { thisHost } from '../../checks/host.ts'
import { EndpointError } from '../endpoint-error.ts'

export type Destination = { user: string; address: string; port: number }

/** `user@address` or `user@address:port`. Raises EndpointError. */
export function readDestination(text: string): Destination {
  const match = /^([a-z_][a-z0-9_-]*)@(?:\[([0-9a-f:]+)\]|([^:@\s]+))(?::(\d{1,5}))?$/i.exec(text)
  if (!match) {
    throw new EndpointError(`"${text}" names no user and machine`, {
      advice: 'write --host user@address, such as scoopadmin@10.0.0.9',
      exitCode: 2,
    })
  }
  return { user: match[1] ?? '', address: match[2] ?? match[3] ?? '', port: Number(match[4] ?? 22) }
}

export type HowToConnect = { identity?: string; acceptHostKey?: string }

/** Connects to a machine whose host key is known. Raises EndpointError. */
export async function connect(to: Destination, { identity, acceptHostKey }: HowToConnect): Promise<NodeSSH> {
  const known = await knownKeys(to)
  let offered = ''
  const ssh = new NodeSSH()
  const privateKey = identity === undefined ? {} : { privateKey: readFileSync(identity, 'utf8') }
  const agent = identity === undefined && process.env.SSH_AUTH_SOCK ? { agent: process.env.SSH_AUTH_SOCK } : {}
  try {
    return await ssh.connect({
      host: to.address,
      port: to.port,
      username: to.user,
      ...privateKey,
      ...agent,
      readyTimeout: 15_000,
      keepaliveInterval: 10_000,
      hostVerifier: (key: Buffer) => {
        offered = fingerprint(key)
        return offered === acceptHostKey || known.includes(offered)
      },
    })
  } catch (cause) {
    throw failure(to, cause, { known, offered, acceptHostKey })
  }
}

/** As ssh prints it. */
const fingerprint = (key: Buffer) => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** The fingerprints under which the operator's ssh knows the machine. */
async function knownKeys({ address, port }: Destination): Promise<string[]> {
  const name = port === 22 ? address : `[${address}]:${port}`
  const file = join(homedir(), '.ssh/known_hosts')
  const { stdout } = await thisHost().run(['ssh-keygen', '-F', name, '-f', file])
  const lines = stdout.split('\n').filter((line) => line && !line.startsWith('#'))
  return lines.map((line) => fingerprint(Buffer.from(line.split(' ')[2] ?? '', 'base64')))
}

type Seen = { known: string[]; offered: string; acceptHostKey: string | undefined }

function failure({ user, address, port }: Destination, cause: unknown, { known, offered }: Seen): EndpointError {
  const where = `${user}@${address}:${port}`
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (offered && !known.includes(offered) && /verif/i.test(reason)) {
    const trouble = known.length > 0 ? `shows another host key than known_hosts has` : 'is not in known_hosts'
    return new EndpointError(`${where} ${trouble}; it shows ${offered}`, {
      advice: `compare that with the machine's own (ssh-keygen -lf /etc/ssh/ssh_host_*.pub there), then say --accept-host-key ${offered}`,
      cause,
    })
  }
  return new EndpointError(`no connection to ${where}: ${reason}`, {
    advice: 'see that ssh to it works with the same user and key; name the key with --identity FILE',
    cause,
  })
}
