import { EndpointError } from '../../provision/endpoint-error.ts'

export type MysqlAddress = {
  kind: 'mysql'
  host: string
  port: number
  /** Path of a Unix socket, instead of host and port. */
  socket: string | undefined
  user: string
  database: string
}
export type DumpAddress = { kind: 'dump'; file: string }

/**
 * Where OSCAR's data are read from: `mysql://user@host:port/database`, with `?socket=PATH` for a Unix socket, or the path
 * of a file that mysqldump wrote. Raises EndpointError, which never repeats the text: it may hold a password.
 */
export function readAddress(where: string): MysqlAddress | DumpAddress {
  if (!/^\w+:\/\//.test(where)) return { kind: 'dump', file: where }
  const url = URL.canParse(where) ? new URL(where) : undefined
  if (url?.protocol !== 'mysql:') throw badAddress('this is no address of an OSCAR database')
  if (url.password !== '') throw badAddress('the address of the OSCAR database holds a password')
  const database = decodeURIComponent(url.pathname.slice(1))
  if (!url.username || !url.hostname || !database) throw badAddress('the address of the OSCAR database lacks a part')
  return {
    kind: 'mysql',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 3306),
    socket: url.searchParams.get('socket') ?? undefined,
    user: decodeURIComponent(url.username),
    database,
  }
}

/** How an address is told in messages. */
export const nameOf = ({ host, port, socket, database }: MysqlAddress) =>
  `${database} at ${socket ?? `${host}:${port}`}`

function badAddress(message: string): EndpointError {
  return new EndpointError(message, {
    advice: 'write mysql://user@host:3306/database and put the password in a file, or name a mysqldump file',
    exitCode: 2,
  })
}
