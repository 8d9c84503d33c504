import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

type Options = {
  /** Whatever the umask says. */
  mode?: number
  /** False: a file that exists already stays, and EEXIST is raised. */
  replace?: boolean
}

/**
 * Writes a file under another name first, so that a power cut leaves the old file or the whole new one. When root writes
 * it, it belongs to whom the file belonged before, or else to whom its folder belongs. Raises what the system raises.
 */
export async function writeDurably(
  path: string,
  content: Uint8Array | string,
  { mode = 0o600, replace = true }: Options = {},
): Promise<void> {
  const draft = `${path}.${process.pid}.${draftNumber()}`
  try {
    await using file = await open(draft, 'wx', mode)
    if (process.geteuid?.() === 0) {
      const { uid, gid } = await stat(path).catch(() => stat(dirname(path)))
      await file.chown(uid, gid)
    }
    await file.chmod(mode)
    await file.writeFile(content)
    await file.sync()
    if (replace) await rename(draft, path)
    else await link(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(dirname(path))
}

const draftNumber = () => Math.random().toString(36).slice(2)

/** A file's name is on disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  await using descriptor = await open(folder, 'r')
  await descriptor.sync()
}
