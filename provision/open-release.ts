import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { makeBundle } from './bundle/make-bundle.ts'
import { runTool } from './bundle/tools.ts'
import { EndpointError } from './endpoint-error.ts'

/** The release to install, and where it is: unpacked, or as a bundle for another machine. */
export type OpenRelease = AsyncDisposable & { name: string; folder: string; bundle?: string }

/** `app` of a release when run from one, the checkout otherwise. */
const application = join(import.meta.dirname, '..')

type Options = {
  bundle?: string
  uncommitted?: boolean
  /** Whether it is to be unpacked on this machine: for another one that is not needed, and takes many seconds. */
  unpack: boolean
}

/**
 * The release that this program is part of; in a checkout, the bundle that is named or a new one. Raises EndpointError.
 */
export async function openRelease({ bundle: named, uncommitted = false, unpack }: Options): Promise<OpenRelease> {
  const own = join(application, '..')
  if (named === undefined && existsSync(join(own, 'manifest.json'))) {
    const { readManifest } = await import('./bundle/manifest.ts')
    return { name: (await readManifest(own)).release, folder: own, async [Symbol.asyncDispose]() {} }
  }
  const work = await mkdtemp(join(tmpdir(), 'endpoint-release-'))
  const remove = () => rm(work, { recursive: true, force: true })
  try {
    const bundle = named ?? (await newBundle(join(work, 'bundle.tar.gz'), uncommitted))
    const name = await releaseIn(bundle)
    if (unpack) await runTool(['tar', '-xzf', bundle, '-C', work])
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

/** The folder that a bundle begins with, by the first header of its tar (POSIX ustar: the name comes first). */
async function releaseIn(bundle: string): Promise<string> {
  const first = await firstBytes(bundle).catch(() => '')
  const release = /^[0-9a-f]{40}(-local)?(?=\/)/.exec(first)?.[0]
  if (release) return release
  throw new EndpointError(`${bundle} is no bundle of an endpoint`, { advice: 'make one: endpoint bundle --out FILE' })
}

async function firstBytes(bundle: string): Promise<string> {
  const unzipped = pipeline(createReadStream(bundle), createGunzip(), () => {})
  for await (const chunk of unzipped) return Buffer.from(chunk).toString('latin1', 0, 100)
  return ''
}
