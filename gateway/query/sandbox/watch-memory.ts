import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'

const pageSize = 4096
const interval = 50

/** Watches memory that V8's own limit does not count. */
export type MemoryWatch = { allow(megabytes: number): void; stop(): void }

/**
 * Calls `exceeded` when the resident memory of a process passes `most` MiB. Linux only: elsewhere V8's limit stands alone.
 */
export function watchMemory(child: ChildProcess, most: number, exceeded: () => void): MemoryWatch {
  let limit = most
  const timer = setInterval(() => {
    if ((residentMemory(child.pid) ?? 0) > limit) exceeded()
  }, interval)
  return {
    allow(megabytes) {
      limit = (residentMemory(child.pid) ?? limit) + megabytes
    },
    stop: () => clearInterval(timer),
  }
}

/** In MiB; undefined where it can't be known. */
function residentMemory(pid: number | undefined): number | undefined {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return (pages * pageSize) / 2 ** 20
  } catch {
    return undefined
  }
}
