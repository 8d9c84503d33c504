import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Delivery, fileNameOf, TargetUnavailable } from './delivery.ts'

/**
 * Puts documents into a folder, each as a file of its own that appears whole or not at all: written under a name that
 * begins with a dot, flushed to the disk, then renamed. Readable by the owner and, where the folder lets it in, its group.
 */
export async function openFolderDelivery(folder: string): Promise<Delivery> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    throw new TargetUnavailable(folder, cause.code ?? 'it can not be made', cause)
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
        throw new TargetUnavailable(
          folder,
          cause instanceof Error && 'code' in cause ? `${cause.code}` : 'unknown',
          cause,
        )
      }
    },
    async [Symbol.asyncDispose]() {
      // What was renamed is on the disk once the folder itself is.
      await using handle = await open(folder, 'r')
      await handle.sync()
    },
  }
}

async function writeFlushed(path: string, content: string): Promise<void> {
  await using file = await open(path, 'w', 0o640)
  await file.writeFile(content)
  await file.sync()
}
