import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { EndpointError } from '../endpoint-error.ts'

const Manifest = z.strictObject({
  /** The commit's hash; names the release's folder. */
  release: z.string().regex(/^[0-9a-f]{40}(-local)?$/),
  version: z.string(),
  /** When the commit was made, ISO 8601. */
  committed: z.iso.datetime({ offset: true }),
  node: z.string(),
  /** Path within the release → SHA-256 in hexadecimal; of a link, its target. */
  files: z.record(z.string(), z.string()),
})
export type Manifest = z.infer<typeof Manifest>

const manifestFile = 'manifest.json'

export async function writeManifest(release: string, facts: Omit<Manifest, 'files'>): Promise<void> {
  const manifest: Manifest = { ...facts, files: await hashes(release) }
  await writeFile(join(release, manifestFile), `${JSON.stringify(manifest, null, 1)}\n`)
}

/** Raises EndpointError for a folder that is no release. */
export async function readManifest(release: string): Promise<Manifest> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(release, manifestFile), 'utf8')))
  } catch (cause) {
    throw new EndpointError(`${release} holds no readable release`, {
      advice: 'make the bundle again (endpoint bundle) and bring it to the machine anew',
      cause,
    })
  }
}

/** The paths at which a release differs from its manifest: changed, missing, or not of it. */
export async function differences(release: string): Promise<string[]> {
  const [{ files }, found] = [await readManifest(release), await hashes(release)]
  const paths = new Set([...Object.keys(files), ...Object.keys(found)])
  return [...paths].filter((path) => files[path] !== found[path]).sort()
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  const hashed: Record<string, string> = {}
  for (const path of paths.sort()) {
    const name = relative(folder, path)
    if (name !== manifestFile) hashed[name] = await hashOf(path)
  }
  return hashed
}

async function hashOf(path: string): Promise<string> {
  if ((await lstat(path)).isSymbolicLink()) return `-> ${await readlink(path)}`
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
