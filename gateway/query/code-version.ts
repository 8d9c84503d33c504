import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A text that changes with the code that answers queries: an answer of another release may be another one. */
export function codeVersion(): string {
  const folder = import.meta.dirname
  const hash = createHash('sha256')
  for (const file of globSync('**/*.{ts,js}', { cwd: folder }).sort()) hash.update(readFileSync(join(folder, file)))
  return hash.digest('hex')
}
