import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Delivery, fileNameOf, TargetUnavailable } from './delivery.ts'

/**
 * Puts documents into a folder, each as a file of its own that appears whole or not at all: written under a name that
 * begins with a dot, flushed to the disk, then renamed. Readable by the owner and, where the folder lets it in, its group.
 */
export async function openFolderDelivery(folder: string): Promise<Delivery> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw unavailable(folder, cause)
  })
  return {
    name: folder,
    parallel: 4,
    async deliver(patient, document, signal) {
      signal.throwIfAborted()
      const draft = join(folder, `.${fileNameOf(patient)}.${process.pid}`)
      try {
        await writeFlushed(draft, document)
        await rename(draft, join(folder, fileNameOf(patient)))
      } catch (cause) {
        await rm(draft, { force: true }).catch(() => {})
        throw unavailable(folder, cause)
      }
    },
    async [Symbol.asyncDispose]() {
      // What was renamed is on the disk once the folder itself is.
      await using handle = await open(folder, 'r')
      await handle.sync()
    },
  }
}

/** What the system's codes mean here, and what to do. */
const meanings: Record<string, [what: string, remedy: string]> = {
  EACCES: ['this account may not write there', 'give it the folder, or name another one'],
  EPERM: ['this account may not write there', 'give it the folder, or name another one'],
  EROFS: ['it is on a disk that is read-only', 'name another folder, or mount the disk for writing'],
  EEXIST: ['there is a file in its place', 'name another folder'],
  ENOTDIR: ['there is a file in its place', 'name another folder'],
  ENOSPC: ['its disk is full', 'make room on it'],
  EDQUOT: ['this account may use no more of its disk', 'make room on it'],
  ENOENT: ['it is gone', 'see that its disk is mounted'],
}

function unavailable(folder: string, cause: unknown): TargetUnavailable {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  const [what, remedy] = meanings[code] ?? ['it can not be written', 'see what is wrong with it']
  return new TargetUnavailable(folder, `${what} (${code})`, { cause, remedy })
}

async function writeFlushed(path: string, content: string): Promise<void> {
  await using file = await open(path, 'w', 0o640)
  await file.writeFile(content)
  await file.sync()
}
