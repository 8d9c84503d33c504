import { open, rename, rm } from 'node:fs/promises'

/** Writes a file of mode 0600 that is there whole or not at all, whatever happens. Its folder must exist. */
export async function writePrivately(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}`
  try {
    await using file = await open(draft, 'w', 0o600)
    await file.writeFile(content)
    await file.sync()
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
