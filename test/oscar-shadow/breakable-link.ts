import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'

/** A TCP link to a port of this machine that a test can break after any byte. */
export type BreakableLink = AsyncDisposable & {
  port: number
  /** Bytes that have passed, both ways together. */
  passed(): number
  /**
   * After so many bytes more nothing passes until `act` is through; then whatever is connected loses its connection, and
   * new ones are let in. Resolves when that has happened.
   */
  breakAfter(bytes: number, act: () => unknown): Promise<void>
}

export async function openBreakableLink(target: () => number): Promise<BreakableLink> {
  let passed = 0
  let breaking: { at: number; reached: () => void } | undefined
  let broken = false
  const sockets = new Set<Socket>()

  function pass(chunk: Buffer, to: Socket): void {
    if (broken) return
    const end = breaking ? Math.min(chunk.length, breaking.at - passed) : chunk.length
    passed += end
    to.write(chunk.subarray(0, end))
    if (!breaking || passed < breaking.at) return
    broken = true
    breaking.reached()
  }
  function couple(one: Socket, other: Socket): void {
    sockets.add(one)
    one.on('data', (chunk: Buffer) => pass(chunk, other))
    one.on('error', () => {})
    one.on('close', () => {
      sockets.delete(one)
      other.destroy()
    })
  }
  const server = createServer((near) => {
    if (broken) return void near.destroy()
    const far = dial(target(), '127.0.0.1')
    couple(near, far)
    couple(far, near)
  })
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    passed: () => passed,
    async breakAfter(bytes, act) {
      await new Promise<void>((resolve) => {
        breaking = { at: passed + bytes, reached: resolve }
      })
      await act()
      cut()
      breaking = undefined
      broken = false
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
