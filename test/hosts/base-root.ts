import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './commands.ts'

/** What a fresh server has, and nothing that provisioning has to bring: no Node, no libatomic, no MongoDB. */
const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'libpam-systemd', 'openssh-server', 'sudo', 'cron', 'ufw', 'iptables'],
  ...['nftables', 'ca-certificates', 'procps', 'iproute2', 'iputils-ping', 'curl'],
]

/** Bumped when the recipe below changes. */
const recipe = 1

/** Kept between runs and rebuilt when absent; outside the checkout, since it belongs to root and is no source. */
export const cache = '/var/cache/scoop-endpoint-hosts'

/**
 * The root folder of a fresh Debian 12, made once and never booted itself: hosts stand on it with an overlay
 * (`test-hosts.md` section 3). Takes about half a minute when it has to be made.
 */
export function baseRoot(): string {
  const key = createHash('sha256').update(`${recipe} ${packages.join()}`).digest('hex').slice(0, 12)
  const root = join(cache, `debian-12-${key}`)
  if (!existsSync(root)) make(root)
  return root
}

function make(root: string): void {
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  const draft = `${root}.${process.pid}`
  const quiet = ['man', 'doc', 'locale'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`)
  const options = ['--quiet', '--variant=minbase', `--include=${packages}`, '--aptopt=Acquire::Languages "none"']
  try {
    run('mmdebstrap', [...options, ...quiet, 'bookworm', draft, packageSources()])
    prepare(draft)
    renameSync(draft, root)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** The machine's own sources, so that no address stands here. */
function packageSources(): string {
  const known = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']
  const found = known.find((file) => existsSync(file))
  if (!found) throw new Error(`no package sources: neither of ${known.join(', ')} exists`)
  return found
}

function prepare(root: string): void {
  // Each host gets a machine id and host keys of its own at its first start.
  writeFileSync(join(root, 'etc/machine-id'), '')
  run('sh', ['-c', 'rm -f "$1"/etc/ssh/ssh_host_*', 'sh', root])
  mkdirSync(join(root, 'etc/systemd/system/ssh.service.d'), { recursive: true })
  const hostKeys = '[Service]\nExecStartPre=\nExecStartPre=/usr/bin/ssh-keygen -A\nExecStartPre=/usr/sbin/sshd -t\n'
  writeFileSync(join(root, 'etc/systemd/system/ssh.service.d/host-keys.conf'), hostKeys)
  run('systemctl', [`--root=${root}`, '--quiet', 'enable', 'systemd-networkd'])
  const idle = ['systemd-networkd-wait-online.service', 'apt-daily.timer', 'apt-daily-upgrade.timer']
  run('systemctl', [`--root=${root}`, '--quiet', 'mask', ...idle])
}
