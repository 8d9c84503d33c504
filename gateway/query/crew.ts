import type { RecordPage } from '../store/record-store.ts'
import { jsonFrame, type RealmModules, recordsFrame } from './sandbox/frames.ts'
import type { Launch } from './sandbox/launch.ts'
import { openSandbox, type Sandbox } from './sandbox/sandbox.ts'

/** The sandbox processes of one query, which share its records among them and end with it. */
export type Crew = AsyncDisposable & {
  sandboxes: Sandbox[]
  /** Rejects as soon as one of them fails. */
  failed: Promise<never>
  /** From now on the processes end when this signal is aborted. */
  bindTo(signal: AbortSignal): void
  kill(): void
}

export type CrewOptions = {
  signal: AbortSignal
  launch: Launch
  modules: RealmModules
  processes: number
  /** Of each process, in MiB. */
  memory: number
  /** Seconds on the processor of each process. */
  processorTime: number
  /** Bytes of the largest answer that makes sense. */
  mostAnswer: number
}

// MiB that a process holds resident besides the query's heap: Node itself (42), V8's young generation, buffers.
const overhead = 128

/** Starts the processes and gives them the realm's own code. Raises SandboxFailed. */
export async function startCrew(options: CrewOptions): Promise<Crew> {
  const { launch, modules, processes, memory, processorTime, mostAnswer, signal } = options
  const sandboxes = Array.from({ length: processes }, () =>
    openSandbox(launch({ heap: memory, processorTime }), { mostAnswer, memory: memory + overhead }),
  )
  const failed = Promise.race(sandboxes.map((sandbox) => sandbox.failed))
  failed.catch(() => {}) // whoever asks is told
  const kill = () => {
    for (const sandbox of sandboxes) sandbox.kill()
  }
  const bindTo = (stop: AbortSignal) => {
    if (stop.aborted) kill()
    else stop.addEventListener('abort', kill, { once: true })
  }
  bindTo(signal)
  try {
    const code = jsonFrame('modules', modules)
    await Promise.all(sandboxes.map((sandbox) => sandbox.ask(code)))
  } catch (error) {
    kill()
    throw error
  }
  const end = async () => {
    kill()
    await Promise.all(sandboxes.map((sandbox) => sandbox.ended))
  }
  return { sandboxes, failed, bindTo, kill, [Symbol.asyncDispose]: end }
}

// Frames under way to one process, of about a megabyte each: it finds the next one there when it is done with one.
const ahead = 2

/**
 * Deals pages to the processes in turn, so that the same records always go the same ways and the answer is the same to the
 * last digit. Resolves when the last one is sent. Raises SandboxFailed and the store's errors.
 */
export async function deal(pages: AsyncIterable<RecordPage>, { sandboxes, failed }: Crew): Promise<void> {
  const underWay = sandboxes.map((): Promise<void>[] => [])
  let page = 0
  let first = 0
  let isOver = false
  const dealAll = async () => {
    for await (const records of pages) {
      // Who waits for the store when a process has failed must not go on reading.
      if (isOver) return
      const turn = page++ % sandboxes.length
      const mine = underWay[turn] ?? []
      if (mine.length >= ahead) await mine.shift()
      const sent = sandboxes[turn]?.send(recordsFrame(first, records)) ?? Promise.resolve()
      sent.catch(() => {}) // told by `failed`
      mine.push(sent)
      first += records.length
    }
    await Promise.all(underWay.flat())
  }
  const dealing = dealAll()
  dealing.catch(() => {})
  try {
    await Promise.race([dealing, failed])
  } finally {
    isOver = true
  }
}
