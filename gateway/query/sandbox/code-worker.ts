// Reads the sandbox's code in a thread of its own, which is started without Node's warning that taking the types out of
// TypeScript is an experimental feature.
import { parentPort } from 'node:worker_threads'
import type { SandboxCode } from './load-code.ts'
import { loadFilterLibrary, loadModules, readScript } from './load-modules.ts'

parentPort?.postMessage({
  host: readScript(new URL('./host.ts', import.meta.url)),
  modules: loadModules(new URL('../realm/driver.ts', import.meta.url)),
  filterLibrary: loadFilterLibrary(),
} satisfies SandboxCode)
