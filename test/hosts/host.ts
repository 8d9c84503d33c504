import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt, run } from './commands.ts'
import { bridges, type Network } from './network.ts'

export type HostOptions = {
  /** Unique on this machine; the name that the host gives itself is its last word. */
  name: string
  address: string
  /** Where packets to other networks go; none for a host without a way out. */
  gateway?: string
  network: Network
  bridge?: keyof typeof bridges
  /** Read-only roots below the host's own files, the topmost first. */
  roots: string[]
  /** Holds the host's files and its console. */
  folder: string
  /** Who may log in as root, in the form of authorized_keys. */
  publicKey: string
}

export type Outcome = { code: number; stdout: string; stderr: string }

/** A machine with systemd as its first process, on an address of its own (`test-hosts.md` section 5). */
export type Host = {
  address: string
  /** Runs a program on it without ssh; answers also when it fails. */
  exec(args: readonly string[], options?: { timeout?: number }): Promise<Outcome>
  /** Asks for a reboot and waits until ssh answers again. */
  reboot(): Promise<void>
  /** Off at once, as the plug pulled; what the kernel had not written yet is kept, unlike with a real power cut. */
  kill(): Promise<void>
  boot(): Promise<void>
  /** Where the host's files are seen from outside. */
  root: string
  console(): string
  /** Switches it off and removes all that was made for it. */
  remove(): Promise<void>
}

/** What tap tells the programs of a test by its environment is no machine's. */
const ownEnvironment = ['env', '-i', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root']

/** How nspawn says that the host asked for a reboot. */
const rebootAsked = 133

export async function bootHost(options: HostOptions): Promise<Host> {
  const { name, address, network, folder } = options
  const root = mountRoot(options)
  const console = join(folder, 'console.log')
  let machine: Machine | undefined

  const boot = async () => {
    machine = start(options, root, console)
    await sshAnswers(network, address, machine)
  }
  const kill = async () => {
    const pid = leader(name)
    if (pid) process.kill(pid, 'SIGKILL')
    await machine?.ended
  }
  const remove = async () => {
    machine?.forget()
    await kill()
    run('umount', [root])
    removeGroups(name)
    rmSync(folder, { recursive: true, force: true })
  }
  const host: Host = {
    address,
    root,
    boot,
    kill,
    remove,
    exec: (args, limits) => attempt('nsenter', ['-t', `${leader(name)}`, '-a', ...ownEnvironment, ...args], limits),
    async reboot() {
      const before = bootId(name)
      await host.exec(['systemctl', 'reboot'])
      for (let turn = 0; bootId(name) === before && turn < 300; turn++) await sleep(50)
      await sshAnswers(network, address, machine)
    },
    console: () => (existsSync(console) ? readFileSync(console, 'utf8') : ''),
  }
  await boot().catch(async (error: unknown) => {
    const said = host.console().slice(-3000)
    await remove()
    throw new Error(`${name} did not come up; its console says:\n${said}`, { cause: error })
  })
  return host
}

function mountRoot({ roots, folder, address, gateway, publicKey }: HostOptions): string {
  const [root, upper, work] = ['root', 'upper', 'work'].map((part) => join(folder, part)) as [string, string, string]
  for (const path of [root, upper, work]) mkdirSync(path, { recursive: true })
  const layers = `lowerdir=${roots.join(':')},upperdir=${upper},workdir=${work}`
  run('mount', ['-t', 'overlay', 'overlay', '-o', layers, root])
  const route = gateway ? `Gateway=${gateway}\n` : ''
  write(
    root,
    'etc/systemd/network/10-host0.network',
    `[Match]\nName=host0\n[Network]\nAddress=${address}/24\n${route}LinkLocalAddressing=no\n`,
  )
  mkdirSync(join(root, 'root/.ssh'), { recursive: true, mode: 0o700 })
  write(root, 'root/.ssh/authorized_keys', publicKey)
  return root
}

function write(root: string, path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

type Machine = { ended: Promise<void>; isOver(): boolean; forget(): void }

/** Starts nspawn, and again whenever the host asks for a reboot. */
function start({ name, network, bridge = 'lan' }: HostOptions, root: string, console: string): Machine {
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  let over = false
  let rebooting = true
  const launch = () => {
    const output = openSync(console, 'a')
    const child = spawn('sh', ['-c', inOwnGroup, 'sh', name, ...network.at('fabric'), ...nspawn(name, root, bridge)], {
      stdio: ['ignore', output, output],
      env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
      detached: true,
    })
    child.once('exit', (code) => {
      if (code === rebootAsked && rebooting) return launch()
      over = true
      resolve()
    })
    endWithUs(child, name)
  }
  launch()
  return { ended, isOver: () => over, forget: () => (rebooting = false) }
}

/** nspawn makes the host's control groups below its caller's, so each host needs a group of its own first. */
const inOwnGroup = `
name=$1; shift
for tree in ${'/sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup'}; do
  [ -f "$tree/cgroup.procs" ] || continue
  mkdir -p "$tree/$name" && echo $$ > "$tree/$name/cgroup.procs"
done
exec "$@"`

function nspawn(name: string, root: string, bridge: keyof typeof bridges): string[] {
  return [
    ...['systemd-nspawn', '--quiet', '--register=no', '--keep-unit', '--console=pipe', '--boot'],
    ...[`--directory=${root}`, `--machine=${name}`, `--hostname=${name.split('-').at(-1)}`],
    `--network-bridge=${bridges[bridge]}`,
  ]
}

function endWithUs(child: ChildProcess, name: string): void {
  const end = () => {
    const pid = leader(name)
    if (pid) process.kill(pid, 'SIGKILL')
  }
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
}

const groupOf = (name: string) =>
  ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].map((tree) => join(tree, name)).find((group) => existsSync(group))

/** The process id, as seen from here, of the host's first process. */
function leader(name: string): number | undefined {
  const file = join(groupOf(name) ?? '/nowhere', 'payload/init.scope/cgroup.procs')
  const first = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[0] : ''
  return first ? Number(first) : undefined
}

/** Of this boot; another after each. */
const bootId = (name: string) => leader(name)

async function sshAnswers(network: Network, address: string, machine: Machine | undefined): Promise<void> {
  const [program = '', ...place] = network.at('ops')
  for (let turn = 0; turn < 300; turn++) {
    if (machine?.isOver()) throw new Error('the host ended')
    const knock = ['timeout', '0.3', 'bash', '-c', `</dev/tcp/${address}/22`]
    if ((await attempt(program, [...place, ...knock])).code === 0) return
    await sleep(50)
  }
  throw new Error('ssh does not answer')
}

function removeGroups(name: string): void {
  for (const tree of ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified', '/sys/fs/cgroup']) {
    const group = join(tree, name)
    if (!existsSync(group)) continue
    const groups = run('find', [group, '-depth', '-type', 'd']).trim().split('\n')
    for (const path of groups) rmdirQuietly(path)
  }
}

function rmdirQuietly(path: string): void {
  try {
    rmdirSync(path)
  } catch {
    // A process is still ending in it; an empty group costs nothing.
  }
}
