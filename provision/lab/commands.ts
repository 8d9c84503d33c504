import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { EndpointError } from '../endpoint-error.ts'

/** The lab does what a person would: it runs the front door's own commands. */
const frontDoor = join(import.meta.dirname, '../../endpoint.ts')

const start = (args: readonly string[], stdio: ('ignore' | 'pipe' | 'inherit')[]): ChildProcess =>
  // A group of its own, so that Ctrl-C reaches the lab alone, which then ends it in order.
  spawn(process.execPath, [frontDoor, ...args], { stdio, detached: true })

/** Runs a command to its end; its progress is shown, its result answered or, with `show`, shown too. Raises EndpointError. */
export async function runCommand(
  args: readonly string[],
  { signal, show = false }: { signal: AbortSignal; show?: boolean },
): Promise<string> {
  signal.throwIfAborted()
  const child = start(args, ['ignore', show ? 'inherit' : 'pipe', 'inherit'])
  const stop = () => void child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  try {
    const ended = once(child, 'close')
    const printed = child.stdout ? await text(child.stdout) : ''
    const [code] = await ended
    signal.throwIfAborted()
    if (code !== 0) throw failed(args)
    return printed
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

export type RunningGateway = AsyncDisposable & { http: string; https: string }

/** Starts a gateway; its log goes to a file. Raises EndpointError if it does not get ready. */
export async function startGateway(args: readonly string[], log: number): Promise<RunningGateway> {
  const child = spawn(process.execPath, [frontDoor, 'gateway', ...args], {
    stdio: ['ignore', 'pipe', log],
    detached: true,
  })
  const ended = once(child, 'exit')
  if (!child.stdout) throw failed(['gateway'])
  const lines = createInterface({ input: child.stdout })
  const ready = await Promise.race([once(lines, 'line'), ended.then(() => [])])
  const [, http, https] = /http=(\S+) https=(\S+)/.exec(String(ready[0] ?? '')) ?? []
  if (http === undefined || https === undefined) throw failed(['gateway'])
  return {
    http,
    https,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function failed(args: readonly string[]): EndpointError {
  return new EndpointError(`endpoint ${args[0]} failed`, {
    advice: `it was run as: endpoint ${args.join(' ')}`,
  })
}
