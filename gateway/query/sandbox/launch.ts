import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'

/** What the operating system and V8 hold a process to. */
export type ProcessLimits = {
  /** Of V8's heap, in MiB. */
  heap: number
  /** Seconds on the processor, of all threads together. */
  processorTime: number
}

// Also of its address space: in MiB, what Node reserves without using it (1.3 GiB), and room to spare.
const reserved = 4096

// The shell sets what Node can't set for a child: no core dump, which would hold records; processor time, which ends a
// process whose gateway was killed; no growing file; a slightly lower priority, with which imports and queries at the same
// time each keep half of their rate; an environment of nothing but the time zone, whatever a test runner puts into those of its children; and that
// the kernel, where memory runs out, ends it before the gateway, from whose service it inherits a better place, and the
// database. Everything else is an argument, never part of a text.
const setLimits =
  '{ echo 1000 > /proc/self/oom_score_adj; } 2> /dev/null; ' +
  'ulimit -c 0; ulimit -f 0; ulimit -t "$1"; ulimit -v "$2"; shift 2; exec /usr/bin/nice -n 1 /usr/bin/env -i "TZ=$TZ" "$@"'

const nodeFlags = [
  '--permission', // no files, network, child processes, threads, addons, WASI
  '--experimental-vm-modules',
  '--disallow-code-generation-from-strings',
  '--no-addons',
  // Which the permissions leave open: SQLite writes where it likes.
  '--no-experimental-sqlite',
  '--no-experimental-webstorage',
  '--no-experimental-ffi',
  '--disable-sigusr1',
  '--no-warnings',
  // A query has a process a core already: more threads would take from the imports and make nothing faster.
  '--single-threaded-gc',
  '--max-semi-space-size=16',
]

/** Starts a sandbox process; its pipes are stdin and stdout, and it inherits nothing else, environment included. */
export type Launch = (limits: ProcessLimits) => ChildProcess

/** Finds out how processes are started on this machine; `host` is the text of their program. */
export async function prepareLaunch(host: string): Promise<Launch> {
  const binder = await processBinder()
  // Only the clock on the wall is the same for a query as for the gateway.
  const env = { TZ: Intl.DateTimeFormat().resolvedOptions().timeZone }
  return ({ heap, processorTime }) => {
    const flags = [...nodeFlags, `--max-old-space-size=${Math.ceil(heap)}`]
    const numbers = [`${Math.ceil(processorTime)}`, `${(reserved + Math.ceil(heap)) * 1024}`]
    const program = [...binder, process.execPath, ...flags, '--input-type=commonjs', '--eval', host]
    return spawn('/bin/sh', ['-c', setLimits, 'sandbox', ...numbers, ...program], {
      env,
      cwd: '/',
      stdio: ['pipe', 'pipe', 'ignore'],
    })
  }
}

/** Where the system has it: a program that makes the kernel end a process together with its gateway. */
async function processBinder(): Promise<string[]> {
  const binder = ['/usr/bin/setpriv', '--pdeathsig', 'KILL', '--no-new-privs']
  const [program = '', ...options] = binder
  try {
    await promisify(execFile)(program, [...options, '/bin/true'], { env: {} })
    return binder
  } catch {
    return []
  }
}
