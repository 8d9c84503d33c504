import type { Stats } from 'node:fs'
import { readdir, readFile, stat, statfs } from 'node:fs/promises'
import { $ } from 'zx/core'

export type Outcome = { code: number; stdout: string; stderr: string }

export type RunOptions = {
  /** Milliseconds, after which the program is ended; 10 s unless said otherwise. */
  timeout?: number
  /** What it gets on its standard input; secrets travel this way, never as an argument. */
  input?: string
}

/** What stands at a path, links followed; `size` in bytes, `modified` in milliseconds since 1970. */
export type Seen = {
  kind: 'file' | 'folder' | 'other'
  mode: number
  uid: number
  size: number
  modified: number
}

/** The file system that a path lies on, as an ordinary program may use it; sizes in bytes. */
export type Room = { device: number; size: number; free: number; inodes: number; inodesFree: number }

/** The machine that checks look at: the endpoint itself. They change nothing on it. */
export type Host = {
  /** A file's text; undefined where there is none. Raises the system's error for one that can't be read. */
  read(path: string): Promise<string | undefined>
  /** Undefined where there is nothing. Raises the system's error for what can't be looked at. */
  look(path: string): Promise<Seen | undefined>
  /** The names in a folder; undefined where there is none. */
  list(path: string): Promise<string[] | undefined>
  /** Raises the system's error where there is nothing. */
  room(path: string): Promise<Room>
  /** Runs a program by its argument list, never through joined text. Does not raise when it fails: 127 if there is none. */
  run(argv: readonly string[], options?: RunOptions): Promise<Outcome>
}

/** The machine that this process runs on. */
export function thisHost(): Host {
  return {
    read: (path) => ifThere(readFile(path, 'utf8')),
    look: (path) => ifThere(stat(path).then(seen)),
    list: (path) => ifThere(readdir(path)),
    async room(path) {
      const [{ bsize, blocks, bavail, files, ffree }, { dev }] = await Promise.all([statfs(path), stat(path)])
      return { device: dev, size: bsize * blocks, free: bsize * bavail, inodes: files, inodesFree: ffree }
    },
    async run(argv, { timeout = 10_000, input = '' } = {}) {
      // zx quotes each argument by itself. Messages are to be read by us, so they come in one language.
      const options = { quiet: true, nothrow: true, timeout, input, env: { ...process.env, LC_ALL: 'C' } } as const
      const { exitCode, stdout, stderr } = await $(options)`${argv}`
      return { code: exitCode ?? 255, stdout, stderr }
    },
  }
}

function ifThere<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
}

function seen(found: Stats): Seen {
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
  return { kind, mode: found.mode & 0o7777, uid: found.uid, size: found.size, modified: found.mtimeMs }
}
