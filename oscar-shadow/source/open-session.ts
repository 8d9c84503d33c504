import { type MysqlAddress, nameOf } from './address.ts'
import { demandBase } from './build.ts'
import { connect, type LinkOptions, type Session } from './connect.ts'
import { detectBuild } from './detect-build.ts'
import { proveReadOnly } from './prove-read-only.ts'
import { quoteName } from './quote-name.ts'
import { codeOf } from './server-errors.ts'

/** What old servers don't know: a syntax error, an unknown variable. */
const unknownHere = new Set<number | string | undefined>([1064, 1193])

/**
 * A connection ready for an export: its account proven to be read-only, then held to reading, in one transaction that
 * sees one state of all InnoDB tables. Raises EndpointError, and the driver's errors.
 */
export async function openSession(address: MysqlAddress, options: LinkOptions, signal?: AbortSignal): Promise<Session> {
  const session = await connect(address, options, signal)
  try {
    const build = await detectBuild(session)
    demandBase(build, `the database ${nameOf(address)}`)
    const table = quoteName(build.tables.get('demographic')?.name ?? 'demographic')
    await proveReadOnly(session, { database: address.database, table })
    await holdToReading(session)
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

async function holdToReading(session: Session): Promise<void> {
  // A pause of ours must not make the server hang up, whatever the clinic has set.
  await session.query('SET SESSION net_write_timeout = 600')
  await session.query('SET SESSION wait_timeout = 28800')
  // A table that a restore has locked would be waited for a year.
  await ifKnown(session, 'SET SESSION lock_wait_timeout = 60')
  await session.query("SET SESSION sql_mode = ''")
  await session.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
  await ifKnown(session, 'SET SESSION TRANSACTION READ ONLY')
  const snapshot = 'START TRANSACTION WITH CONSISTENT SNAPSHOT'
  if (!(await ifKnown(session, `${snapshot}, READ ONLY`))) await session.query(snapshot)
}

async function ifKnown(session: Session, sql: string): Promise<boolean> {
  try {
    await session.query(sql)
    return true
  } catch (error) {
    if (!unknownHere.has(codeOf(error))) throw error
    return false
  }
}
