import { resolve } from 'node:path'
import { EndpointError } from '../../provision/endpoint-error.ts'
import type { Delivery } from './delivery.ts'
import { openFolderDelivery } from './folder.ts'
import { openHttpDelivery } from './http.ts'

export type Target = {
  /** `http://HOST:PORT[/PATH]`, `sftp://USER@HOST[:PORT]/FOLDER`, or a folder here. */
  to: string
  key: string | undefined
  hostKey: string | undefined
  /** Hears when the other side keeps us waiting. */
  tell?: ((message: string) => void) | undefined
}

/** Raises EndpointError for a target that can't be meant, TargetUnavailable for one that can't be reached. */
export async function openDelivery({ to, key, hostKey, tell }: Target): Promise<Delivery> {
  // Documents must not end in a folder that nobody meant.
  if (/^[\w.-]+:\d+(\/|$)/.test(to))
    throw noTarget('an address without http:// or sftp:// is no place to send documents to')
  if (!/^\w+:\/\//.test(to)) return openFolderDelivery(resolve(to))
  const url = URL.canParse(to) ? new URL(to) : undefined
  if (!url || url.password) throw noTarget('this is no place to send documents to, or it holds a password')
  if (url.protocol === 'http:' || url.protocol === 'https:') return openHttpDelivery(url, tell ? { tell } : {})
  if (url.protocol !== 'sftp:' || !url.username || url.pathname.length < 2) {
    throw noTarget('this is no place to send documents to')
  }
  if (key === undefined || hostKey === undefined)
    throw noTarget('sftp takes a key and the host key of the other machine')
  const { openSftpDelivery } = await import('./sftp.ts')
  return openSftpDelivery(url, { keyFile: resolve(key), hostKey })
}

function noTarget(message: string): EndpointError {
  return new EndpointError(message, {
    advice: 'write http://HOST:PORT, sftp://USER@HOST/FOLDER (with --key and --host-key), or a folder',
    exitCode: 2,
  })
}
