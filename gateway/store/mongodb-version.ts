import { randomUUID } from 'node:crypto'
import type { Collection } from 'mongodb'
import { inTurn } from './in-turn.ts'

/** One document: how often the records were changed, and which gateways are changing them just now, until when. */
export type MongoVersion = { _id: 'records'; changes: number; writers?: Record<string, number> }

// Milliseconds. So long a gateway that died in mid-write counts as writing; far more than a write takes, or than clocks differ.
const lease = 60_000
// So long after its last write a gateway counts as writing: the documents of one export come closer to each other.
const linger = 500

export type MongoVersions = {
  read(): Promise<string>
  /** Does work that may change the records; begins once everybody can see that a change is under way. */
  whileChanging<Result>(work: () => Promise<Result>): Promise<Result>
  /** Ends the change that is under way, if one is. */
  close(): Promise<void>
}

/**
 * The version of the records in MongoDB, without transactions and without two writes more for each record. While any
 * gateway writes, each reading is a text of its own; before the first and after the last write of a row of writes the
 * counter goes up. So a text that is read twice stood for the same records, also where a gateway was killed between.
 */
export function mongoVersions(open: () => Promise<Collection<MongoVersion>>): MongoVersions {
  const writer = randomUUID()
  const field = `writers.${writer}`
  let begun: { at: number; done: Promise<unknown> } | undefined
  let underWay = 0
  let timer: NodeJS.Timeout | undefined

  const inOrder = inTurn()

  /** In the order of the calls, so that the end of one change can't undo the beginning of the next. */
  const bump = (more: object) =>
    inOrder('records', async () => {
      await (await open()).updateOne({ _id: 'records' }, { $inc: { changes: 1 }, ...more }, { upsert: true })
    })
  /** Resolves once it is told that this gateway writes, for at least half a lease to come. */
  const begin = async () => {
    clearTimeout(timer)
    const now = Date.now()
    if (!begun || now > begun.at + lease / 2) {
      begun = { at: now, done: bump({ $set: { [field]: now + lease } }) }
      begun.done.catch(() => {
        begun = undefined
      })
    }
    await begun.done
  }
  const end = async () => {
    clearTimeout(timer)
    if (!begun) return
    begun = undefined
    await bump({ $unset: { [field]: '' } })
  }
  /** Whoever can't end it now lets its lease run out. */
  const endLater = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void end().catch(() => {}), linger).unref()
  }
  return {
    async read() {
      const version = await (await open()).findOne({ _id: 'records' })
      if (!version) return 'unchanged'
      const now = Date.now()
      const writing = Object.values(version.writers ?? {}).some((until) => until > now)
      return writing ? `${version.changes}:${randomUUID()}` : String(version.changes)
    },
    async whileChanging(work) {
      underWay += 1
      try {
        await begin()
        return await work()
      } finally {
        underWay -= 1
        if (underWay === 0) endLater()
      }
    },
    close: end,
  }
}
