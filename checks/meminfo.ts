import type { Host } from './host.ts'

/** In bytes. */
export type Memory = { total: number; available: number; swap: number; swapFree: number }

export async function readMemory(host: Host): Promise<Memory> {
  return parseMemory((await host.read('/proc/meminfo')) ?? '')
}

/** proc(5). Linux before 3.14 does not say what is available: there it is what is free or can be dropped. */
export function parseMemory(text: string): Memory {
  const bytes = (name: string) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
  }
  const droppable = (bytes('MemFree') ?? 0) + (bytes('Buffers') ?? 0) + (bytes('Cached') ?? 0)
  return {
    total: bytes('MemTotal') ?? 0,
    available: bytes('MemAvailable') ?? droppable,
    swap: bytes('SwapTotal') ?? 0,
    swapFree: bytes('SwapFree') ?? 0,
  }
}
