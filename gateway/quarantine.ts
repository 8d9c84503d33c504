import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EndpointError } from '../provision/endpoint-error.ts'
import { writeDurably } from './write-durably.ts'

/** What is told of a quarantined document; nothing of what stands in it. */
const Entry = z.object({
  /** Names the document in answers, logs and commands: the beginning of its SHA-256. */
  reference: z.string(),
  reason: z.string(),
  /** When it was last refused, ISO 8601 UTC. */
  refusedAt: z.string(),
  /** In bytes. */
  size: z.number(),
})
export type QuarantineEntry = z.infer<typeof Entry>

export type Quarantine = {
  /**
   * Keeps a document that could not be imported; the same one again only renews its entry. Resolves once it is on disk.
   * Raises QuarantineUnavailable.
   */
  keep(bytes: Uint8Array, reason: string): Promise<QuarantineEntry>
  /** All entries, the oldest first. */
  list(): Promise<QuarantineEntry[]>
  /** Raises EndpointError if there is no such document. */
  read(reference: string): Promise<Uint8Array>
  drop(reference: string): Promise<void>
  /** Drops everything; answers how many there were. */
  wipe(): Promise<number>
}

export type QuarantineLimits = { bytes: number; documents: number; days: number }

const defaultLimits: QuarantineLimits = { bytes: 256 * 1024 * 1024, documents: 1000, days: 90 }

/** After this share of a limit has come in, the oldest documents beyond it go: looking at each keep would cost too much. */
const sweepShare = 1 / 16

/**
 * Documents that could not be imported, in a folder: two files each (`REFERENCE.xml`, `REFERENCE.json`) with mode 0600.
 * Bounded in number, size and age, the oldest go first. Several processes may use one folder.
 */
export function openQuarantine(folder: string, limits: QuarantineLimits = defaultLimits): Quarantine {
  let unswept = Number.POSITIVE_INFINITY
  const pathOf = (reference: string, ending: 'xml' | 'json') => join(folder, `${reference}.${ending}`)

  async function keep(bytes: Uint8Array, reason: string): Promise<QuarantineEntry> {
    const reference = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    const entry = { reference, reason, refusedAt: new Date().toISOString(), size: bytes.length }
    await write(entry, bytes).catch((cause: unknown) => {
      throw new QuarantineUnavailable(cause)
    })
    unswept += Math.max(bytes.length / limits.bytes, 1 / limits.documents)
    if (unswept > sweepShare) {
      unswept = 0
      await sweep(reference)
    }
    return entry
  }

  async function write(entry: QuarantineEntry, bytes: Uint8Array): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeDurably(pathOf(entry.reference, 'xml'), bytes)
    await writeDurably(pathOf(entry.reference, 'json'), `${JSON.stringify(entry)}\n`)
  }

  async function sweep(newest: string): Promise<void> {
    const oldest = Date.now() - limits.days * 24 * 3600 * 1000
    let bytes = 0
    let documents = 0
    for (const entry of (await list()).reverse()) {
      bytes += entry.size
      documents++
      const surplus = bytes > limits.bytes || documents > limits.documents || Date.parse(entry.refusedAt) < oldest
      if (surplus && entry.reference !== newest) await drop(entry.reference)
    }
  }

  async function list(): Promise<QuarantineEntry[]> {
    const names = (await filesIn(folder)).filter((name) => name.endsWith('.json'))
    const entries = await Promise.all(names.map((name) => readEntry(join(folder, name))))
    return entries.flatMap((entry) => entry ?? []).sort((a, b) => a.refusedAt.localeCompare(b.refusedAt))
  }

  async function read(reference: string): Promise<Uint8Array> {
    if (!/^[0-9a-f]{16}$/.test(reference)) throw notThere(reference)
    return readFile(pathOf(reference, 'xml')).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? notThere(reference) : error
    })
  }

  async function drop(reference: string): Promise<void> {
    await rm(pathOf(reference, 'json'), { force: true })
    await rm(pathOf(reference, 'xml'), { force: true })
  }

  async function wipe(): Promise<number> {
    const files = await filesIn(folder)
    for (const name of files) await rm(join(folder, name), { force: true })
    return files.filter((name) => name.endsWith('.json')).length
  }

  return { keep, list, read, drop, wipe }
}

async function filesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

/** Undefined for an entry that another process has just dropped, or that a power cut left in pieces. */
async function readEntry(path: string): Promise<QuarantineEntry | undefined> {
  try {
    return Entry.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** A refused document can't be kept just now; it must not be answered as refused, or it would be lost. */
export class QuarantineUnavailable extends EndpointError {
  constructor(cause: unknown) {
    super('the quarantine can not be written', { advice: 'see that its disk has room and may be written', cause })
  }
}

function notThere(reference: string): EndpointError {
  return new EndpointError(`there is no quarantined document ${reference}`, {
    advice: 'endpoint records quarantine list shows what there is',
  })
}
