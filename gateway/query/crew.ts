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
  const lanes = sandboxes.map((sandbox) => openLane(sandbox))
  let page = 0
  let first = 0
  let isOver = false
  const dealAll = async () => {
    for await (const records of pages) {
      // Who waits for the store when a process has failed must not go on reading.
      if (isOver) return
      await lanes[page++ % lanes.length]?.send(first, records)
      first += records.length
    }
    await Promise.all(lanes.map((lane) => lane.empty()))
  }
  const dealing = dealAll()
  dealing.catch(() => {})
  try {
    await Promise.race([dealing, failed])
  } finally {
    isOver = true
  }
}

/** The way to one process, with its frames under way; memory of those that have arrived is used again. */
function openLane(sandbox: Sandbox) {
  const underWay: Promise<Buffer>[] = []
  return {
    /** Resolves when it is on its way. */
    async send(first: number, records: RecordPage) {
      const arrived = underWay.length >= ahead ? await underWay.shift() : undefined
      const frame = recordsFrame(first, records, arrived)
      const sent = sandbox.send(frame).then(() => frame)
      sent.catch(() => {}) // told by `failed`
      underWay.push(sent)
    },
    empty: () => Promise.all(underWay),
  }
}
