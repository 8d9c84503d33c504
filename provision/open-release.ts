import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBundle } from './bundle/make-bundle.ts'
import { runTool } from './bundle/tools.ts'
import { EndpointError } from './endpoint-error.ts'

/** The release to install: its unpacked folder, and the bundle where it came out of one. */
export type OpenRelease = AsyncDisposable & { name: string; folder: string; bundle?: string }

/** `app` of a release when run from one, the checkout otherwise. */
const application = join(import.meta.dirname, '..')

/**
 * The release that this program is part of; in a checkout, the bundle that is named or a new one. Raises EndpointError.
 */
export async function openRelease(options: { bundle?: string; uncommitted?: boolean }): Promise<OpenRelease> {
  const own = join(application, '..')
  if (options.bundle === undefined && existsSync(join(own, 'manifest.json'))) {
    const { readManifest } = await import('./bundle/manifest.ts')
    return { name: (await readManifest(own)).release, folder: own, async [Symbol.asyncDispose]() {} }
  }
  const work = await mkdtemp(join(tmpdir(), 'endpoint-release-'))
  const remove = () => rm(work, { recursive: true, force: true })
  try {
    const bundle = options.bundle ?? (await newBundle(join(work, 'bundle.tar.gz'), options.uncommitted ?? false))
    await runTool(['tar', '-xzf', bundle, '-C', work])
    const name = (await readdir(work)).find((entry) => /^[0-9a-f]{40}/.test(entry))
    if (!name) throw noBundle(bundle)
    return { name, folder: join(work, name), bundle, [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function newBundle(file: string, uncommitted: boolean): Promise<string> {
  const progress = (doing: string) => void process.stderr.write(`${doing} …\n`)
  return (await makeBundle(file, { uncommitted, progress })).file
}

function noBundle(file: string): EndpointError {
  return new EndpointError(`${file} is no bundle of an endpoint`, { advice: 'make one: endpoint bundle --out FILE' })
}
