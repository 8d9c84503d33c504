import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { EndpointError } from '../../provision/endpoint-error.ts'
import { RecordRefused, type RecordStore, StoreUnavailable } from './record-store.ts'
import { sqliteReader } from './sqlite-reader.ts'
import { recordsSchema } from './sqlite-schemas.ts'
import type { Failure } from './writer-messages.ts'
import { writerThread } from './writer-thread.ts'

// Characters of a page that goes to a query: it holds up the event loop for about a millisecond.
const pageSize = 1e6

const ourWriter = new URL('./sqlite-writer.ts', import.meta.url)

/**
 * The embedded store: `records.sqlite` in a folder, both made at the first write and readable by their owner only.
 * One thread of its own writes; reads run in the caller's thread, a bounded page at a time. `writer` is for tests.
 */
export function sqliteStore({ folder, writer = ourWriter }: { folder: string; writer?: URL }): RecordStore {
  const name = join(folder, recordsSchema.file)
  const thread = writerThread(writer, folder, (failure) => errorOf(name, failure))
  const reader = sqliteReader(folder)
  let closed = false

  const whileOpen = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    if (closed) throw new StoreUnavailable(name, new Error('it was closed'))
    try {
      return await work()
    } catch (error) {
      throw error instanceof EndpointError ? error : new StoreUnavailable(name, error)
    }
  }
  return {
    upsert: (record) => whileOpen(() => thread.ask({ kind: 'upsert', record })),
    get: (id) => whileOpen(() => reader.get(id)),
    count: () => whileOpen(() => reader.count()),
    version: () => whileOpen(() => reader.version()),
    wipe: () => whileOpen(() => thread.ask({ kind: 'wipe' })),
    async *scan() {
      let page = await whileOpen(() => reader.page(''))
      for (let last = page.at(-1); last; last = page.at(-1)) {
        for (const { json } of page) yield json
        const { id } = last
        page = await whileOpen(() => reader.page(id))
      }
    },
    appliesFilters: false,
    async *pages() {
      let page = await whileOpen(() => reader.page('', pageSize))
      for (let last = page.at(-1); last; last = page.at(-1)) {
        yield page.map(({ json }) => json)
        const { id } = last
        // The event loop's other work comes in between.
        await setImmediate()
        page = await whileOpen(() => reader.page(id, pageSize))
      }
    },
    async close() {
      if (closed) return
      closed = true
      reader.close()
      if (thread.started()) await thread.ask({ kind: 'close' })
    },
  }
}

function errorOf(name: string, failure: Failure): Error {
  if (failure.failure === 'advised') return new EndpointError(failure.message, { advice: failure.advice })
  const cause = new Error(failure.message)
  return failure.failure === 'refused' ? new RecordRefused(name, cause) : new StoreUnavailable(name, cause)
}
