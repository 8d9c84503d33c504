import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { EndpointError } from '../provision/endpoint-error.ts'

const keyLength = 32

/**
 * The secret key of the pseudonyms, 32 bytes, kept as hexadecimal text; made if there is none. Raises EndpointError for
 * a file that others may read or that holds no key.
 */
export function pseudonymKey(file: string): Uint8Array {
  if (!statSync(file, { throwIfNoEntry: false })) make(file)
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new EndpointError(`others may read the key ${file}`, { advice: `run: chmod 600 ${file}` })
  }
  const text = readFileSync(file, 'utf8').trim()
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex')
  throw new EndpointError(`${file} holds no key`, {
    advice: 'restore it from the backup; with another key every patient would get another pseudonym',
  })
}

/** Written whole under another name first: a power cut leaves a whole key or none, and of two processes one wins. */
function make(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  try {
    const descriptor = openSync(draft, 'wx', 0o600)
    writeSync(descriptor, `${randomBytes(keyLength).toString('hex')}\n`)
    fsyncSync(descriptor)
    closeSync(descriptor)
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  syncFolder(dirname(file))
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
