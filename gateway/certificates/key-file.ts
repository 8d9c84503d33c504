import { createPrivateKey, type KeyObject } from 'node:crypto'
import { open } from 'node:fs/promises'
import { EndpointError } from '../../provision/endpoint-error.ts'

/** A private key in PEM; undefined if there is no such file. Raises EndpointError if others may read it, or it is none. */
export async function readKeyIfAny(file: string): Promise<string | undefined> {
  const text = await readSecret(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text !== undefined) parseKey(text, file)
  return text
}

async function readSecret(file: string): Promise<string> {
  await using handle = await open(file)
  if (((await handle.stat()).mode & 0o077) !== 0) {
    throw new EndpointError(`others may read the key ${file}`, { advice: `run: chmod 600 ${file}` })
  }
  return handle.readFile('utf8')
}

function parseKey(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch (cause) {
    throw new EndpointError(`${file} holds no private key`, {
      advice: 'restore it from the backup, or make a new one: endpoint certificates request --force',
      cause,
    })
  }
}
