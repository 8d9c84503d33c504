import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { releaseFolder } from '../../provision/names.ts'
import { attempt, run } from './commands.ts'
import { testBundle } from './test-bundle.ts'

/**
 * The nearest thing to a bare Ubuntu 12.04 that can be had without one (`ubuntu-12.04.md` section 3.5): a root without
 * any library, with the bundle in its place, and of the kernel only what Linux 3.2 had.
 */
export type OldMachine = Disposable & {
  root: string
  /** The arguments that run the release's Node there; without a root of its own it stays in the network around. */
  node: string[]
  endpoint(args: string[]): Promise<{ code: number; stdout: string; stderr: string }>
  start(args: string[]): ChildProcess
}

export async function openOldMachine(): Promise<OldMachine> {
  const { folder, release } = await testBundle()
  const root = mkdtempSync(join(tmpdir(), 'old-machine-'))
  const home = releaseFolder(release)
  for (const path of ['proc', 'dev', 'etc', 'tmp', home]) mkdirSync(join(root, path), { recursive: true })
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'passwd: compat\ngroup: compat\nhosts: files dns\n')
  for (const file of ['passwd', 'group', 'hosts']) copyFileSync(`/etc/${file}`, join(root, 'etc', file))
  const launcher = join(root, 'tmp/linux-3.2')
  run('cc', ['-O2', '-Wall', '-o', launcher, fileURLToPath(new URL('linux-3.2.c', import.meta.url))])
  const mounts = [
    ['-t', 'proc', 'proc', join(root, 'proc')],
    ['--bind', '/dev', join(root, 'dev')],
    ['--bind', folder, join(root, home)],
  ]
  for (const mount of mounts) run('mount', mount)
  // tap puts its loader into every environment that a test's programs get, and the old machine doesn't have that file.
  const node = ['env', '-i', launcher, '-r', root, join(home, 'runtime/bin/node')]
  const command = (args: string[]) => [...node, join(home, 'app/endpoint.ts'), ...args]
  return {
    root,
    node,
    async endpoint(args) {
      const [program = '', ...rest] = command(args)
      return attempt(program, rest)
    },
    start(args) {
      const [program = '', ...rest] = command(args)
      return spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    },
    [Symbol.dispose]() {
      for (const mount of mounts.reverse()) run('umount', ['--lazy', mount.at(-1) ?? ''])
      rmSync(root, { recursive: true, force: true })
    },
  }
}
