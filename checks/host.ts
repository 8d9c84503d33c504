import { readFile } from 'node:fs/promises'
import { $ } from 'zx/core'

export type Outcome = { code: number; stdout: string; stderr: string }

export type RunOptions = {
  /** Milliseconds, after which the program is ended; 10 s unless said otherwise. */
  timeout?: number
  /** What it gets on its standard input; secrets travel this way, never as an argument. */
  input?: string
}

/** The machine that checks look at: the endpoint itself. They change nothing on it. */
export type Host = {
  /** A file's text; undefined where there is none. Raises the system's error for one that can't be read. */
  read(path: string): Promise<string | undefined>
  /** Runs a program by its argument list, never through joined text. Does not raise when it fails: 127 if there is none. */
  run(argv: readonly string[], options?: RunOptions): Promise<Outcome>
}

/** The machine that this process runs on. */
export function thisHost(): Host {
  return {
    read: (path) =>
      readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
        throw error
      }),
    async run(argv, { timeout = 10_000, input = '' } = {}) {
      // zx quotes each argument by itself. Messages are to be read by us, so they come in one language.
      const options = { quiet: true, nothrow: true, timeout, input, env: { ...process.env, LC_ALL: 'C' } } as const
      const { exitCode, stdout, stderr } = await $(options)`${argv}`
      return { code: exitCode ?? 255, stdout, stderr }
    },
  }
}
