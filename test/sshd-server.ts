import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { answers, freePort } from './server-programs.ts'

/** An OpenSSH server of its own for one test file: only SFTP, only for this user, on a port of the loopback. */
export type SshServer = {
  port: number
  user: string
  /** Private key that it lets in. */
  keyFile: string
  /** Its public host key. */
  hostKey: string
  /** A key of the same kind that is neither its own nor let in. */
  strangeKeyFile: string
  stop(): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}

export const howToGetSshd = 'no OpenSSH server to test against: install openssh-server'

const program = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path))

/** Starts one; undefined where this machine has none, which is an error in CI. */
export async function startSshd(): Promise<SshServer | undefined> {
  if (program !== undefined) return ownServer(program)
  if (process.env.CI === 'true') throw new Error(howToGetSshd)
  return undefined
}

async function ownServer(sshd: string): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'scoop-sshd-'))
  const port = await freePort()
  const { username } = userInfo()
  const [host = '', client = '', stranger = ''] = await Promise.all(['host', 'client', 'stranger'].map(makeKey))
  writeFileSync(join(folder, 'authorized_keys'), readFileSync(`${client}.pub`))
  writeFileSync(join(folder, 'config'), configOf(folder, port, host, username))
  // Where sshd, if it is root, shuts its unprivileged part away.
  if (username === 'root') mkdirSync('/run/sshd', { recursive: true })

  let child = launch()
  await listening()
  const killAtExit = () => void child.kill('SIGKILL')
  process.once('exit', killAtExit)

  async function makeKey(name: string): Promise<string> {
    const file = join(folder, name)
    await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file])
    return file
  }
  function launch() {
    return spawn(sshd, ['-D', '-e', '-f', join(folder, 'config')], { stdio: 'ignore', detached: true })
  }
  async function listening() {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) {
      if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode} instead of listening`)
      if (await answers(port)) return
    }
    throw new Error('sshd does not listen after 20 s')
  }
  /** The sessions that it started with it. */
  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const ended = once(child, 'exit')
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }
  return {
    port,
    user: username,
    keyFile: client,
    hostKey: readFileSync(`${host}.pub`, 'utf8').trim(),
    strangeKeyFile: stranger,
    stop,
    async start() {
      child = launch()
      await listening()
    },
    async remove() {
      await stop()
      process.removeListener('exit', killAtExit)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const configOf = (folder: string, port: number, host: string, user: string) => `
ListenAddress 127.0.0.1
Port ${port}
HostKey ${host}
AuthorizedKeysFile ${folder}/authorized_keys
PidFile none
AllowUsers ${user}
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
Subsystem sftp internal-sftp
ForceCommand internal-sftp
`
