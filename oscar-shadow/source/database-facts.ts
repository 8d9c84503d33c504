import { type Session, textOf } from './connect.ts'
import { detectBuild } from './detect-build.ts'
import { codeOf } from './server-errors.ts'

/** The server's version, such as `10.11.6-MariaDB`. */
export async function serverVersion(session: Session): Promise<string> {
  return textOf((await session.query('SELECT VERSION()'))[0]?.[0])
}

/** How the link is encrypted, such as `TLSv1.3 TLS_AES_256_GCM_SHA384`; undefined for a link in clear. */
export async function tlsUsed(session: Session): Promise<string | undefined> {
  const [version, cipher] = [await status(session, 'Ssl_version'), await status(session, 'Ssl_cipher')]
  return cipher ? `${version} ${cipher}`.trim() : undefined
}

/** Tables and columns that an export would like to read and that are not there, or that the account may not read. */
export async function missingParts(session: Session): Promise<readonly string[]> {
  return (await detectBuild(session)).missing
}

/**
 * When the newest entry was made that the database knows of, in the clinic's wall-clock time, `yyyy-MM-dd HH:mm:ss`: of
 * OSCAR's log or, where the account may not read that, of the notes. Undefined for an empty database.
 */
export async function newestEntry(session: Session): Promise<string | undefined> {
  const [row] = await session.query('SELECT MAX(dateTime) FROM log').catch((error) => {
    if (!absent.has(codeOf(error))) throw error
    return session.query('SELECT MAX(update_date) FROM casemgmt_note')
  })
  return textOf(row?.[0]) || undefined
}

/** MySQL's codes for: not allowed; no such table. */
const absent = new Set<number | string | undefined>([1142, 1146])

async function status(session: Session, name: string): Promise<string> {
  return textOf((await session.query(`SHOW SESSION STATUS LIKE '${name}'`))[0]?.[1])
}
