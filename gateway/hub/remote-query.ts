import { z } from 'zod'
import { plain } from '../plain-text.ts'
import type { QueryTexts } from '../query/query.ts'
import type { Connection, Reply } from './connection.ts'
import { GatewayFailed } from './gateway-failed.ts'
import { multipart } from './multipart.ts'

/** Member name → value, as a gateway delivers them. */
export type Values = ReadonlyMap<string, unknown>

/** What a look at a query tells; unchanged since the last look, it is undefined. */
export type State = { status: string; resultPath?: string; error?: string }

/** A query at a gateway, as `gateway-api.md` sections 4 to 6 have it. All raise GatewayFailed and what the socket raises. */
export type RemoteQuery = {
  look(signal: AbortSignal): Promise<State | undefined>
  fetchResult(path: string, signal: AbortSignal): Promise<Values>
  /** Asks the gateway to end it. */
  cancel(signal: AbortSignal): Promise<void>
}

/** Submits a query; once, for a gateway takes the same texts for another query. */
export async function submitQuery(
  connection: Connection,
  texts: QueryTexts,
  signal: AbortSignal,
): Promise<RemoteQuery> {
  const { contentType, body } = multipart(texts)
  const headers = { Accept: '*/*', 'Content-Type': contentType, 'Content-Length': String(body.length) }
  const reply = await connection.ask({ method: 'POST', path: '/queries', headers, body }, signal)
  const { location } = reply.headers
  if (reply.status !== 201 || location === undefined) throw refused('does not accept the query', reply)
  return queryAt(connection, pathOf(location))
}

const QueryJson = z.object({
  status: z.string(),
  result_url: z.string().nullish(),
  error_message: z.string().nullish(),
})

const json = { Accept: 'application/json' }

function queryAt(connection: Connection, path: string): RemoteQuery {
  let etag: string | undefined
  return {
    async look(signal) {
      const headers = { ...json, ...(etag !== undefined && { 'If-None-Match': etag }) }
      const reply = await connection.ask({ method: 'GET', path, headers }, signal)
      if (reply.status === 304) return undefined
      if (reply.status !== 200) throw refused('does not tell the state of the query', reply)
      etag = reply.headers.etag
      const { status, result_url, error_message } = read(QueryJson, reply)
      return {
        status: plain(status),
        ...(result_url && { resultPath: pathOf(result_url) }),
        ...(error_message && { error: plain(error_message) }),
      }
    },
    async fetchResult(path, signal) {
      const reply = await connection.ask({ method: 'GET', path, headers: json }, signal)
      if (reply.status !== 200) throw refused('does not hand out the result', reply)
      const members = Object.entries(read(z.looseObject({}), reply))
      return new Map(members.filter(([name]) => !ownMembers.includes(name)))
    },
    async cancel(signal) {
      await connection.ask({ method: 'DELETE', path }, signal)
    },
  }
}

/** The members of a result that are no values: the hub skips exactly these. */
const ownMembers = ['_id', 'created_at', 'query_id']

/** The hub uses only the path of a URL that it is given, so no gateway can send it elsewhere. */
function pathOf(url: string): string {
  const parsed = URL.parse(url, 'https://gateway.invalid')
  if (parsed) return parsed.pathname
  throw new GatewayFailed('answers with an address that is none', 'is it a gateway of this project?')
}

function read<Schema extends z.ZodType>(schema: Schema, { text }: Reply): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new GatewayFailed('answers what is no answer to a query', 'is it a gateway of this project?')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refused(what: string, { status, text, headers }: Reply): GatewayFailed {
  // A page for browsers says nothing that could be shown here.
  const said = /^text\/html/.test(headers['content-type'] ?? '') && text.includes('<') ? '' : plain(text).slice(0, 300)
  const advice =
    status >= 500 || status === 429 ? 'try again later' : 'correct the query, or see the log of the gateway'
  return new GatewayFailed(`${what} (HTTP ${status})${said && `: ${said}`}`, advice, {
    passing: status >= 500 || status === 429,
  })
}
