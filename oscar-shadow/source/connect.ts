import { readFileSync } from 'node:fs'
import { type Connection, type ConnectionOptions, createConnection, type RowDataPacket } from 'mysql2/promise'
import { EndpointError } from '../../provision/endpoint-error.ts'
import type { MysqlAddress } from './address.ts'
import type { RawValue } from './convert.ts'
import { readPassword } from './password-file.ts'
import { codeOf } from './server-errors.ts'

/** Whether the link to the database must be encrypted, is where the server can, or never is. */
export type TlsMode = 'required' | 'if-available' | 'off'

export type LinkOptions = {
  /** Mode 0600. Without one the account has no password. */
  passwordFile?: string | undefined
  /** Default: if-available; with a `ca` that means required. */
  tls?: TlsMode | undefined
  /**
   * PEM file of the authority that signed the server's certificate, which then must be good for the host name. Without
   * it the link is encrypted, but the server's identity is not verified.
   */
  ca?: string | undefined
}

/** A connection, and nothing of the driver but what we use. */
export type Session = {
  /** Rows as lists of values. Raises the driver's error. */
  query(sql: string, values?: readonly (string | number)[]): Promise<RawValue[][]>
  close(): Promise<void>
}

const connectMilliseconds = 10_000

/**
 * One connection to the database, in the way that `shadow-and-backup.md` section 3 asks for: stored bytes and stored
 * dates come as they are. Raises EndpointError for wrong settings and the driver's error for what the server says.
 */
export async function connect(address: MysqlAddress, options: LinkOptions, signal?: AbortSignal): Promise<Session> {
  signal?.throwIfAborted()
  const settings = settingsFor(address, options)
  const mode = options.tls ?? 'if-available'
  if (mode === 'off' || address.socket) return sessionOf(await createConnection(settings), signal)
  const ssl = {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: options.ca !== undefined,
    ...(options.ca === undefined ? {} : { ca: readAuthority(options.ca), verifyIdentity: true }),
  }
  const encrypted = createConnection({ ...settings, ssl })
  // Who names an authority wants to be sure; an attacker would just say that the server has no TLS.
  const demanded = mode === 'required' || options.ca !== undefined
  const connection = await (demanded ? encrypted : encrypted.catch((error) => withoutTls(error, settings)))
  return sessionOf(connection, signal)
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new EndpointError(`the certificate of the database server's authority can't be read: ${file}`, {
      advice: 'name a PEM file with it (--tls-ca, or oscar.tls-ca in the site file)',
      exitCode: 2,
      cause,
    })
  }
}

function settingsFor(address: MysqlAddress, { passwordFile }: LinkOptions): ConnectionOptions {
  return {
    ...(address.socket ? { socketPath: address.socket } : { host: address.host, port: address.port }),
    user: address.user,
    database: address.database,
    ...(passwordFile === undefined ? {} : { password: readPassword(passwordFile) }),
    charset: 'binary',
    dateStrings: true,
    connectTimeout: connectMilliseconds,
    // LOAD DATA LOCAL would let a server read our files.
    flags: ['-LOCAL_FILES'],
    disableEval: true,
  }
}

/** A server that has no TLS, or only what today's libraries refuse, is talked to in clear. */
function withoutTls(error: unknown, settings: ConnectionOptions): Promise<Connection> {
  const code = codeOf(error)
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT' || code === 'HANDSHAKE_SSL_ERROR') return createConnection(settings)
  throw error
}

function sessionOf(connection: Connection, signal: AbortSignal | undefined): Session {
  // Without a listener an error between two queries would end the process; the next query tells of it.
  connection.on('error', () => {})
  const abort = () => connection.destroy()
  signal?.addEventListener('abort', abort, { once: true })
  return {
    async query(sql, values = []) {
      signal?.throwIfAborted()
      try {
        const [rows] = await connection.query<RowDataPacket[][]>({ sql, values: [...values], rowsAsArray: true })
        return Array.isArray(rows) ? (rows as RawValue[][]) : []
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      }
    },
    async close() {
      signal?.removeEventListener('abort', abort)
      await connection.end().catch(() => connection.destroy())
    },
  }
}

/** The text of a value; information_schema and SHOW give it as bytes. */
export const textOf = (value: RawValue | undefined): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value ?? '')
