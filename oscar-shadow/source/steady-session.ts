import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from './connect.ts'
import { isPassing } from './server-errors.ts'

/** Milliseconds to wait before each further try: about ten minutes in all, in which a server can be restarted. */
const defaultPauses = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60, 60, 60, 60, 60].map((seconds) => seconds * 1000)

export type SteadySession = Session & {
  /** How often the connection had to be made again. */
  renewals(): number
}

/**
 * A session that outlives its connection: a query that fails because the connection is gone, or a table stays locked,
 * is asked again over another one, after longer and longer pauses. For queries that may be asked twice. `open` makes a
 * connection ready; its errors are retried alike. Raises the last error where patience ends.
 */
export async function steadySession(
  open: () => Promise<Session>,
  {
    signal,
    tell,
    pauses = defaultPauses,
  }: { signal?: AbortSignal | undefined; tell?: (message: string) => void; pauses?: readonly number[] },
): Promise<SteadySession> {
  let session: Session | undefined = await open()
  let renewals = 0

  async function attempt(sql: string, values?: readonly (string | number)[]) {
    if (!session) {
      session = await open()
      renewals++
    }
    return session.query(sql, values)
  }

  async function letGo() {
    const gone = session
    session = undefined
    await gone?.close()
  }

  return {
    renewals: () => renewals,
    async query(sql, values) {
      for (const pause of pauses) {
        try {
          return await attempt(sql, values)
        } catch (error) {
          signal?.throwIfAborted()
          if (!isPassing(error)) throw error
          await letGo()
          tell?.(`the connection to the OSCAR database is lost; trying again in ${Math.ceil(pause / 1000)} s`)
          await sleep(pause, undefined, signal ? { signal } : {})
        }
      }
      return attempt(sql, values)
    },
    close: letGo,
  }
}
