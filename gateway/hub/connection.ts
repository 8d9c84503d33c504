import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { buffer } from 'node:stream/consumers'

/** What a hub shows to gateways, and whom it trusts to be one. PEM text. */
export type Credentials = { cert: string; key: string; ca: string }

export type Question = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  headers?: Record<string, string>
  body?: Buffer
}

export type Reply = { status: number; headers: IncomingMessage['headers']; text: string }

/** A way to one gateway; kept open between questions. Raises what the socket raises, and AnswerTooLarge. */
export type Connection = Disposable & { ask(question: Question, signal: AbortSignal): Promise<Reply> }

/** Milliseconds of silence after which a gateway counts as gone. */
const patience = 60_000

/** Bytes of one answer; aggregates are far smaller. */
const largestAnswer = 64 * 1024 * 1024

/** A connection to the gateway at this origin. Names and dates are checked, and the authority is `ca` alone. */
export function connectionTo(origin: string, credentials: Credentials): Connection {
  const agent = new Agent({ ...credentials, keepAlive: true, maxSockets: 1, minVersion: 'TLSv1.2' })
  return {
    async ask({ method, path, headers = {}, body }, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
      const outgoing = request(new URL(path, origin), { agent, method, headers, signal, timeout: patience }, resolve)
      outgoing.on('timeout', () => outgoing.destroy(new Silence()))
      outgoing.on('error', reject)
      outgoing.end(body)
      const answer = await promise
      const text = (await buffer(limited(answer))).toString('utf8')
      return { status: answer.statusCode ?? 0, headers: answer.headers, text }
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

async function* limited(answer: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of answer) {
    bytes += chunk.length
    if (bytes > largestAnswer) throw new AnswerTooLarge()
    yield chunk
  }
}

export class AnswerTooLarge extends Error {
  constructor() {
    super(`the answer has more than ${largestAnswer / 1024 / 1024} MiB`)
    this.name = new.target.name
  }
}

/** Looks like any time-out of the network. */
export class Silence extends Error {
  readonly code = 'ETIMEDOUT'

  constructor() {
    super(`no answer within ${patience / 1000} s`)
    this.name = new.target.name
  }
}
