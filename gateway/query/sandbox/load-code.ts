import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { RealmModules } from './frames.ts'

/** All that a sandbox process needs, since it may read no file. */
export type SandboxCode = {
  /** The program of the process. */
  host: string
  /** What makes up the realm. */
  modules: RealmModules
  /** What applies filters. */
  filterLibrary: string
}

export async function loadCode(): Promise<SandboxCode> {
  const worker = new Worker(new URL('./code-worker.ts', import.meta.url), { execArgv: ['--no-warnings'], env: {} })
  const [code] = (await once(worker, 'message')) as [SandboxCode]
  return code
}
