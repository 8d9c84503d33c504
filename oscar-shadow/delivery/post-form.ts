import { randomUUID } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { fileNameOf } from './delivery.ts'

/** Status 0: there was no answer, and the body says why. */
export type Answer = { status: number; body: string; retryAfter: string | undefined }

export type Poster = Disposable & { post(patient: number, document: string, signal: AbortSignal): Promise<Answer> }

/** Longest silence of the other side, in milliseconds. */
const patience = 150_000

/**
 * Posts documents over kept connections, each as the one file part `content` of a multipart form, as OSCAR's HttpClient
 * writes it. Not fetch: a server that answers before it has read the form leaves that with a rejection nobody can catch.
 */
export function openPoster(target: URL, parallel: number): Poster {
  const { Agent, request } = target.protocol === 'https:' ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: parallel })

  function send(form: Buffer, headers: http.OutgoingHttpHeaders, signal: AbortSignal): Promise<http.IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
    const outgoing = request(target, { agent, method: 'POST', headers, signal, timeout: patience }, resolve)
    outgoing.on('timeout', () => outgoing.destroy(new Error('silence')))
    outgoing.on('error', reject)
    outgoing.end(form)
    return promise
  }
  return {
    async post(patient, document, signal) {
      const { form, headers } = formOf(patient, document)
      try {
        const response = await send(form, headers, signal)
        const { statusCode = 0, headers: told } = response
        return { status: statusCode, body: await text(response), retryAfter: told['retry-after'] }
      } catch (error) {
        signal.throwIfAborted()
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer'
        return { status: 0, body: code, retryAfter: undefined }
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

function formOf(patient: number, document: string): { form: Buffer; headers: http.OutgoingHttpHeaders } {
  const boundary = randomUUID()
  const form = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="${fileNameOf(patient)}"\r\n` +
      `Content-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\n\r\n${document}\r\n--${boundary}--\r\n`,
  )
  const headers = {
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    'Content-Length': form.length,
    Accept: 'application/json',
  }
  return { form, headers }
}
