import { createReadStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { constants, createGunzip } from 'node:zlib'
import { EndpointError } from '../../../provision/endpoint-error.ts'

const pieceSize = 1024 * 1024

/** What other files begin with that are mistaken for a dump. */
const otherFormats: [beginning: RegExp, what: string][] = [
  [/^<\?xml|^<mysqldump/, 'XML, which mysqldump writes with --xml'],
  [/^PK\x03\x04/, 'a zip archive'],
  [/^BZh/, 'compressed with bzip2'],
  [/^\xfd7zXZ/, 'compressed with xz'],
  [/^\x28\xb5\x2f\xfd/, 'compressed with zstd'],
  [/^-----BEGIN PGP|^[\x84\x85\x8c\xc1\xc3]/, 'encrypted'],
  [/^Salted__/, 'encrypted'],
]

/** The file's content, unpacked, in pieces of 1 MiB; ends early, with `cut` set, where a gzip file does. */
export type DumpFile = { pieces: AsyncIterable<Buffer>; cut(): boolean }

/** Opens plain and gzip files alike. Raises EndpointError for a file that is something else. */
export async function openDumpFile(file: string, signal?: AbortSignal): Promise<DumpFile> {
  const beginning = await readBeginning(file)
  const zipped = beginning.startsWith('\x1f\x8b')
  const other = zipped ? undefined : otherFormats.find(([form]) => form.test(beginning))?.[1]
  if (other !== undefined) throw unknownFormat(file, other)
  let cut = false
  const raw = createReadStream(file, { highWaterMark: pieceSize, ...(signal ? { signal } : {}) })
  if (!zipped) return { pieces: raw, cut: () => false }

  async function* unzipped(): AsyncGenerator<Buffer, void> {
    // Gives what there is of a file that ends early, and then the error.
    const gunzip = raw.pipe(createGunzip({ chunkSize: pieceSize, finishFlush: constants.Z_FINISH }))
    raw.once('error', (error) => gunzip.destroy(error))
    try {
      yield* gunzip
    } catch (error) {
      if (!isCut(error)) throw zipDamage(file, error)
      cut = true
    } finally {
      raw.destroy()
    }
  }
  return { pieces: unzipped(), cut: () => cut }
}

async function readBeginning(file: string): Promise<string> {
  const facts = statSync(file, { throwIfNoEntry: false })
  if (!facts) {
    throw new EndpointError(`there is no dump file ${file}`, {
      advice: 'name the file that mysqldump wrote',
      exitCode: 2,
    })
  }
  if (facts.isDirectory()) throw unknownFormat(file, 'a folder, as mysqldump fills with --tab')
  await using handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new EndpointError(`the dump file ${file} can't be read: ${cause.code}`, {
      advice: "let the shadow's account read it",
      cause,
    })
  })
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(64), 0, 64, 0)
  return buffer.toString('latin1', 0, bytesRead)
}

function unknownFormat(file: string, what: string): EndpointError {
  return new EndpointError(`${file} is ${what}; that can't be read`, {
    advice: 'have the OSP write it with plain mysqldump, as it is or packed with gzip',
  })
}

const isCut = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'

function zipDamage(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('Z_')) return error
  return new EndpointError(`the gzip file ${file} is damaged (${error.code})`, {
    advice: 'copy it again, and compare its checksum; nothing of it was exported',
  })
}
