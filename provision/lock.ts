import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { EndpointError } from './endpoint-error.ts'

export type LockFacts = { pid: number; who: string; why: string; since: string }

/**
 * Keeps two runs from changing one machine at the same time. Names holder, reason and since when, and is void once its
 * owner's process is gone. Raises EndpointError while another one holds it.
 */
export function takeLock(file: string, { who, why }: Pick<LockFacts, 'who' | 'why'>): Disposable {
  mkdirSync(dirname(file), { recursive: true })
  const mine: LockFacts = { pid: process.pid, who, why, since: new Date().toISOString() }
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ ...mine, started: startOf(mine.pid) }), { flag: 'wx', mode: 0o600 })
      return { [Symbol.dispose]: () => rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error
      expectDead(file)
    }
  }
}

function expectDead(file: string): void {
  const holder = readHolder(file)
  const alive = holder && startOf(holder.pid) !== undefined && startOf(holder.pid) === holder.started
  if (alive) {
    throw new EndpointError(`${holder.who} is at work here since ${holder.since}: ${holder.why}`, {
      advice: `wait for it to end (process ${holder.pid}), then run this again`,
    })
  }
  rmSync(file, { force: true })
}

function readHolder(file: string): (LockFacts & { started: string }) | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Cut off while it was written: its owner is gone.
    return undefined
  }
}

/** When a process began, in clock ticks since boot: tells it from a later one of the same number (proc(5), field 22). */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19]
  } catch {
    return undefined
  }
}
