import { connect } from 'node:net'
import type { Place } from './machine-address.ts'

/** Opens a TCP connection and closes it again; answers the system's code (`ECONNREFUSED`) where none comes about. */
export function reach({ host, port }: Place, timeout = 3_000): Promise<'reached' | string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = connect({ host, port, timeout })
  socket.once('connect', () => resolve('reached'))
  socket.once('timeout', () => resolve('ETIMEDOUT'))
  socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'an unknown error'))
  return promise.finally(() => socket.destroy())
}
