import type { ChildProcess } from 'node:child_process'
import { frameReader, kinds } from './frames.ts'
import { outOfMemory, SandboxFailed } from './sandbox-failed.ts'
import { watchMemory } from './watch-memory.ts'

/** The gateway's end of a sandbox process. All of it raises SandboxFailed, also for what went wrong before the call. */
export type Sandbox = {
  /** Resolves when the frame has gone through and its memory may be used again. */
  send(frame: Buffer): Promise<void>
  /** Sends a frame and waits for its answer. One at a time. */
  ask(frame: Buffer): Promise<string>
  /** From now on the process may know more than the query's text. */
  startRecords(): void
  /** Never resolves; rejects when the process fails. */
  failed: Promise<never>
  /** Lets the process use so many MiB more than it has now. */
  allowMemory(megabytes: number): void
  kill(): void
  /** Resolves when the process is gone. */
  ended: Promise<void>
}

/** An answer of this many bytes is more than any query may give. */
export type SandboxOptions = { mostAnswer: number; memory: number }

export function openSandbox(child: ChildProcess, { mostAnswer, memory }: SandboxOptions): Sandbox {
  const { stdin, stdout } = child
  if (!stdin || !stdout) throw new TypeError('a sandbox process needs its pipes')
  const failing = Promise.withResolvers<never>()
  failing.promise.catch(() => {}) // whoever asks is told
  let isCompiling = true
  let answering = Promise.withResolvers<string>()
  const read = frameReader(mostAnswer)
  const fail = (failure: string) => {
    failing.reject(new SandboxFailed(failure, isCompiling))
    child.kill('SIGKILL')
  }
  const memoryWatch = watchMemory(child, memory, () => fail(outOfMemory))

  stdout.on('data', (bytes: Buffer) => {
    try {
      for (const { kind, body } of read(bytes)) {
        if (kind === kinds.answer) answering.resolve(body.toString())
        else fail(kind === kinds.failure ? body.toString('utf8', 0, 2000) : 'protocol')
      }
    } catch {
      fail('limit|result')
    }
  })
  // Its end is told by 'close', after all that it said before.
  stdin.on('error', () => {})
  const end = Promise.withResolvers<void>()
  child.on('error', () => {
    fail('ended|start')
    if (child.pid === undefined) end.resolve()
  })
  child.on('close', (code, signal) => {
    memoryWatch.stop()
    fail(endOf(code, signal))
    end.resolve()
  })
  const send = async (frame: Buffer) => {
    const written = new Promise<void>((resolve) => {
      // Where the pipe breaks, the end of the process tells why.
      stdin.write(frame, (error) => error || resolve())
    })
    await Promise.race([written, failing.promise])
  }
  return {
    send,
    startRecords() {
      isCompiling = false
    },
    async ask(frame) {
      answering = Promise.withResolvers<string>()
      await Promise.race([send(frame), failing.promise])
      return Promise.race([answering.promise, failing.promise])
    },
    failed: failing.promise,
    allowMemory: memoryWatch.allow,
    kill: () => fail('ended|killed'),
    ended: end.promise,
  }
}

/** V8 aborts when its heap is full, which the shell may tell by 128 + signal. */
function endOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGXCPU' || code === 152) return 'ended|time'
  const aborts: (string | number | null)[] = ['SIGABRT', 'SIGTRAP', 'SIGILL', 134, 133, 132]
  return aborts.includes(signal ?? code) ? outOfMemory : 'ended|crash'
}
