import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { Logger } from 'pino'
import { EndpointError } from '../provision/endpoint-error.ts'
import { defaultLimits } from './import/limits.ts'
import { type Intake, Quarantined } from './intake.ts'
import { QuarantineUnavailable } from './quarantine.ts'
import { StoreUnavailable } from './store/record-store.ts'

export type InboxOptions = {
  folder: string
  intake: Intake
  log: Logger
  /** Milliseconds between two looks into the folder. */
  interval?: number
  /** In bytes; a larger file is refused with its beginning only. */
  largest?: number
}

/** What was taken stands under this name until it is stored, so that a newer version can't be deleted in its stead. */
const taken = '.taken.'

/** How many files are under way at once. */
const atOnce = 8

/**
 * Imports the documents that somebody puts into a folder: `*.xml`, complete once they have that name. A file is deleted
 * when its record is on disk, or when it was refused and is in quarantine; after a crash the same files are taken again.
 * Links and other than plain files are left alone. Raises EndpointError if the folder can't be had.
 */
export async function watchInbox({ folder, interval = 1000, ...options }: InboxOptions): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    throw new EndpointError(`the inbox ${folder} can't be made: ${cause.code}`, {
      advice: 'name another folder with --inbox DIR, or make this one and let the gateway write to it',
      cause,
    })
  })
  const stop = new AbortController()
  const watching = watch(folder, interval, options, stop.signal)
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await watching
    },
  }
}

async function watch(
  folder: string,
  interval: number,
  { intake, log, largest = defaultLimits.size }: Omit<InboxOptions, 'folder'>,
  signal: AbortSignal,
): Promise<void> {
  const turn = pLimit(atOnce)
  while (!signal.aborted) {
    try {
      const names = await waitingIn(folder)
      await Promise.all(names.map((name) => turn(() => (signal.aborted ? undefined : take(name)))))
    } catch (error) {
      log.error(
        { code: error instanceof Error && 'code' in error ? error.code : undefined },
        'the inbox can not be read',
      )
    }
    await sleep(interval, undefined, { signal }).catch(() => {})
  }

  /** Whatever keeps a file from being taken now keeps it where it is. */
  async function take(name: string): Promise<void> {
    const file = join(folder, name)
    const mine = name.startsWith(taken) ? file : join(folder, taken + name)
    try {
      const bytes = await readPlainFile(file, largest)
      if (!bytes) return
      if (mine !== file) await rename(file, mine)
      log.info({ bytes: bytes.length, ...(await accept(bytes)) }, 'inbox')
      await rm(mine)
    } catch (error) {
      const known = error instanceof StoreUnavailable || error instanceof QuarantineUnavailable
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      log.error(known ? { error: error.message } : { code }, 'a document stays in the inbox')
    }
  }

  async function accept(bytes: Buffer): Promise<object> {
    if (bytes.length > largest) {
      const reason = `the file is larger than ${largest.toLocaleString('en')} bytes`
      return { reason, reference: await intake.refuse(bytes, reason) }
    }
    try {
      return await intake.accept(bytes)
    } catch (error) {
      if (!(error instanceof Quarantined)) throw error
      return { reason: error.message, reference: error.reference }
    }
  }
}

/** What was taken before a crash first; a newer version of it waits for its turn. */
async function waitingIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.xml'))
  const left = names.filter((name) => name.startsWith(taken))
  return [...left, ...names.filter((name) => !name.startsWith('.') && !left.includes(taken + name))]
}

/** One byte more than the largest shows that there is more. Undefined for what is no plain file, or is gone. */
async function readPlainFile(path: string, largest: number): Promise<Buffer | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  try {
    await using file = await open(path, flags)
    const facts = await file.stat()
    if (!facts.isFile()) return undefined
    const bytes = Buffer.alloc(Math.min(facts.size, largest + 1))
    const { bytesRead } = await file.read(bytes)
    return bytes.subarray(0, bytesRead)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ELOOP') return undefined
    throw error
  }
}
