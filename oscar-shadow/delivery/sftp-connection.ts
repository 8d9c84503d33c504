import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Config, NodeSSH } from 'node-ssh'
import type { ServerHostKeyAlgorithm, SFTPWrapper } from 'ssh2'
import { EndpointError } from '../../provision/endpoint-error.ts'

export type SftpKeys = {
  /** File with the private key of the account on the gateway's machine. */
  keyFile: string
  /** The public key of that machine, as its `/etc/ssh/ssh_host_ed25519_key.pub` holds it: `ssh-ed25519 AAAA…`. */
  hostKey: string
}

/** An open SFTP session. Raises what the server answers (`code` is a number) or what the connection died of. */
export type SftpConnection = AsyncDisposable & {
  /** Writes a file of mode 0640, flushed where the server can, and renames it over what is there. */
  put(draft: string, path: string, content: string): Promise<void>
  /** Raises unless there is such a folder. */
  expectFolder(path: string): Promise<void>
}

/** Raises EndpointError for keys that can't be used. */
export async function readLogin(url: URL, { keyFile, hostKey }: SftpKeys): Promise<Config> {
  const [type = '', blob = ''] = hostKey.trim().split(/\s+/)
  const expected = Buffer.from(blob, 'base64')
  if (!isKeyType(type) || expected.length < 32) {
    throw new EndpointError('the host key is no public key of a machine', {
      advice: "copy the line in the machine's /etc/ssh/ssh_host_ed25519_key.pub: ssh-ed25519 AAAA…",
      exitCode: 2,
    })
  }
  const privateKey = await readFile(keyFile, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new EndpointError(`the key file ${keyFile} can't be read: ${cause.code}`, {
      advice: 'make one that only the shadow may read: ssh-keygen -t ed25519 -N "" -f FILE',
      exitCode: 2,
      cause,
    })
  })
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 22),
    username: decodeURIComponent(url.username),
    privateKey,
    algorithms: { serverHostKey: algorithmsOf[type] },
    hostVerifier: (key: Buffer) => key.length === expected.length && timingSafeEqual(key, expected),
    readyTimeout: 20_000,
    keepaliveInterval: 10_000,
    keepaliveCountMax: 3,
  }
}

/** Key type → what is asked for, so that the machine shows the key that is known. */
const algorithmsOf = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
} satisfies Record<string, ServerHostKeyAlgorithm[]>

const isKeyType = (type: string): type is keyof typeof algorithmsOf => Object.hasOwn(algorithmsOf, type)

export async function connectSftp(login: Config): Promise<SftpConnection> {
  const ssh = new NodeSSH()
  try {
    await ssh.connect(login)
    // An error after this is told to whatever is under way.
    ssh.connection?.on('error', () => {})
    return connectionOf(ssh, await ssh.requestSFTP())
  } catch (error) {
    ssh.dispose()
    throw error
  }
}

function connectionOf(ssh: NodeSSH, sftp: SFTPWrapper): SftpConnection {
  return {
    async put(draft, path, content) {
      const file = await answerOf<Buffer>((done) => sftp.open(draft, 'w', { mode: 0o640 }, done))
      const bytes = Buffer.from(content)
      await answerOf((done) => sftp.write(file, bytes, 0, bytes.length, 0, done))
      await flush(sftp, file)
      await answerOf((done) => sftp.close(file, done))
      await answerOf((done) => sftp.ext_openssh_rename(draft, path, done))
    },
    async expectFolder(path) {
      await answerOf((done) => sftp.stat(`${path}/.`, done))
    },
    async [Symbol.asyncDispose]() {
      ssh.dispose()
    },
  }
}

/** OpenSSH before 6.5 can't. */
async function flush(sftp: SFTPWrapper, file: Buffer): Promise<void> {
  await answerOf((done) => sftp.ext_openssh_fsync(file, done)).catch((error: unknown) => {
    if (!(error instanceof Error && error.message.includes('does not support'))) throw error
  })
}

function answerOf<Value = unknown>(
  ask: (done: (error: Error | undefined | null, value?: Value) => void) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    ask((error, value) => (error ? reject(error) : resolve(value as Value)))
  })
}
