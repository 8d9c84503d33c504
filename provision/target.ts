import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, open, readlink, rename, rm, symlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Host } from '../checks/host.ts'
import { thisHost } from '../checks/host.ts'
import { EndpointError } from './endpoint-error.ts'

/** Who a file belongs to, by name, and what they may do with it. */
export type Ownership = { mode: number; owner?: string; group?: string }

/** What stands at a path, without following links. */
export type Found = {
  kind: 'file' | 'folder' | 'link' | 'other'
  mode: number
  uid: number
  gid: number
  target?: string
}

/** The machine that is being provisioned: a host that may be changed. */
export type Target = Host & {
  find(path: string): Promise<Found | undefined>
  /** Numbers of an account's user and group; undefined while there is no such account. */
  account(name: string): Promise<{ uid: number; gid: number } | undefined>
  /** Writes a whole file so that a power cut leaves the old one or the new one, never an empty one. */
  write(path: string, content: string | Uint8Array, ownership: Ownership): Promise<void>
  makeFolder(path: string, ownership: Ownership): Promise<void>
  /** Lets `path` point at `to`, in one move where it pointed elsewhere before. */
  link(path: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Runs a program that must succeed; answers its stdout. Raises EndpointError with its messages. */
  must(argv: readonly string[], options?: { timeout?: number; input?: string }): Promise<string>
}

export function thisTarget(): Target {
  const host = thisHost()
  const account = async (name: string) => {
    // The field order of passwd(5).
    const { code, stdout } = await host.run(['getent', 'passwd', name])
    const [, , uid, gid] = stdout.trim().split(':')
    return code === 0 ? { uid: Number(uid), gid: Number(gid) } : undefined
  }
  const give = async (path: string, { mode, owner = 'root', group = owner }: Ownership) => {
    const [user, ofGroup] = [await account(owner), await groupId(host, group)]
    if (!user || ofGroup === undefined) throw notThere(user ? `group ${group}` : `account ${owner}`)
    await chown(path, user.uid, ofGroup)
    // After chown, which takes away set-id bits.
    await chmod(path, mode)
  }
  return {
    ...host,
    account,
    find,
    async write(path, content, ownership) {
      const draft = `${path}.${randomBytes(6).toString('hex')}`
      try {
        const file = await open(draft, 'wx', 0o600)
        await file.writeFile(content)
        await give(draft, ownership)
        await file.sync()
        await file.close()
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
      await syncFolder(dirname(path))
    },
    async makeFolder(path, ownership) {
      await mkdir(path, { recursive: true, mode: 0o700 })
      await give(path, ownership)
      await syncFolder(dirname(path))
    },
    async link(path, to) {
      const draft = `${path}.${randomBytes(6).toString('hex')}`
      await symlink(to, draft)
      await rename(draft, path)
      await syncFolder(dirname(path))
    },
    async remove(path) {
      await rm(path, { recursive: true, force: true })
    },
    async must(argv, options) {
      const { code, stdout, stderr } = await host.run(argv, { timeout: 300_000, ...options })
      if (code === 0) return stdout
      throw new EndpointError(`${argv[0]} failed (${code}): ${(stderr || stdout).trim().slice(-2000)}`, {
        advice: `it was run as: ${argv.join(' ')}`,
      })
    },
  }
}

async function find(path: string): Promise<Found | undefined> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (!found) return undefined
  const { uid, gid } = found
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : 'other'
  return { kind, mode: found.mode & 0o7777, uid, gid, ...(kind === 'link' && { target: await readlink(path) }) }
}

async function groupId(host: Host, name: string): Promise<number | undefined> {
  const { code, stdout } = await host.run(['getent', 'group', name])
  return code === 0 ? Number(stdout.trim().split(':')[2]) : undefined
}

async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r')
  await folder.sync()
}

function notThere(what: string): EndpointError {
  return new EndpointError(`there is no ${what} on this machine`, { advice: 'run the provisioning from its start' })
}
