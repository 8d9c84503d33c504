import { EndpointError } from '../../provision/endpoint-error.ts'

/** What the codes of MySQL and MariaDB mean here (`shadow-and-backup.md` section 3). Their texts may quote patients. */
const meanings: Record<string, [what: string, advice: string]> = {
  1040: ['it has too many connections', 'try again later'],
  1044: ['the account may not use this database', 'have the OSP grant SELECT on it'],
  1045: [
    'it refuses the account or its password',
    'see the user name and the password file; the account is bound to the address of this machine',
  ],
  1049: ['it has no database of this name', 'see the name in the address; a restore may be under way'],
  1129: ['it has blocked this machine after too many failed connections', 'have the OSP run: mysqladmin flush-hosts'],
  1130: ['it lets nobody in from this machine', "have the OSP create the account for this machine's address"],
  1142: ['the account may not read the table', 'have the OSP grant SELECT on it'],
  1143: ['the account may not read a column', 'have the OSP grant SELECT on it'],
  1146: ['the table is missing', 'wait until the restore of the backup is done, then run again'],
  1205: ['the table is locked by somebody', 'wait until the backup is done, then run again'],
  1317: ['somebody has stopped the query', 'run again'],
  1969: ['the query took longer than the server allows', 'have the OSP lift max_statement_time for the account'],
  3024: ['the query took longer than the server allows', 'have the OSP lift max_execution_time'],
  3159: ['it demands TLS', 'set the database link to use TLS'],
  ENOENT: ['there is no such socket', 'see the path in the address, and that the server runs'],
  EACCES: ['this account may not use the socket', 'see the path in the address; or connect to host and port'],
  ENOTFOUND: ['its host name is unknown', 'see the address'],
  ECONNREFUSED: [
    'nothing listens there',
    'see address and port, and that the server has bind-address open to this network',
  ],
  ETIMEDOUT: ['it does not answer', 'see the address, and the firewalls on the way'],
  EHOSTUNREACH: ['there is no way to its network', 'see the address and the network'],
  HANDSHAKE_NO_SSL_SUPPORT: ['it has no TLS', 'have the OSP set it up, or allow the link to go without'],
  HANDSHAKE_SSL_ERROR: [
    'TLS with it fails',
    'a server of MySQL 5.5 or older has only outdated TLS: reach it through an ssh tunnel',
  ],
  AUTH_SWITCH_PLUGIN_ERROR: [
    'it demands a way to log in that is not known here',
    "have the OSP set the account's password anew; old_passwords must be 0",
  ],
}
const crashed = new Set([126, 127, 144, 145, 1034, 1035, 1194, 1195])
const lost = new Set<number | string | undefined>([
  ...[1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1927, 2006, 2013],
  ...[
    'PROTOCOL_CONNECTION_LOST',
    'ECONNRESET',
    'ECONNREFUSED',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EAI_AGAIN',
  ],
])

/** The server's error number, or the name that the system or the driver has for what failed. */
export function codeOf(error: unknown): number | string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('errno' in error && typeof error.errno === 'number' && error.errno > 0) return error.errno
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Whether the connection is gone, so that another one may do better; a table that stays locked counts as well. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error)
  return lost.has(code) || code === 1205 || isClosed(error)
}

/** The driver's own word for a connection that had gone before it was used. */
const isClosed = (error: unknown) => error instanceof Error && /closed state/.test(error.message)

/** What may be told of an error of the server: its code, the table, and what to do; never its text. */
export function serverError(error: unknown, { server, table }: { server: string; table?: string }): EndpointError {
  if (error instanceof EndpointError) return error
  const code = codeOf(error)
  const [what, advice] = meaningOf(code)
  const place = table === undefined ? '' : `, table ${table}`
  return new EndpointError(`the OSCAR database ${server}${place}: ${what} (${code ?? 'no code'})`, { advice })
}

function meaningOf(code: number | string | undefined): [string, string] {
  if (typeof code === 'number' && crashed.has(code)) {
    return ['the table is damaged', 'it was copied while in use: have the OSP repair it, or copy it again']
  }
  if (lost.has(code) && !(code !== undefined && code in meanings)) {
    return ['the connection was lost', 'see that the server runs, then run again']
  }
  return meanings[code ?? ''] ?? ['it reports an error', "look the code up in the server's manual"]
}
