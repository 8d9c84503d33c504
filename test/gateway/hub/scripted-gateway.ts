import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Test } from 'tap'
import type { Lab } from '../../../gateway/certificates/make-lab.ts'

/** What a look at the query shows, each as long as one look; the last one stays. */
export type Script = {
  looks?: Look[]
  result?: Record<string, unknown>
  /** Instead of all else, for a submission. */
  submission?: { status: number; body: string; type?: string }
  /** Does whatever a broken gateway might; true: nothing else happens. */
  instead?(request: IncomingMessage, response: ServerResponse): boolean
}

export type Look = { status?: string; error_message?: string; result_url?: string } | 'cut' | 'busy'

/**
 * A gateway's hub side that answers by a script, over real TLS and as `gateway-api.md` sections 4 to 6 have it: for what
 * a real gateway does only when something goes wrong.
 */
export async function openScriptedGateway(test: Pick<Test, 'teardown'>, { ca, gateway }: Lab, script: Script = {}) {
  const seen: { method: string; url: string; body: string; headers: IncomingMessage['headers'] }[] = []
  const id = '0123456789abcdef01234567'
  const looks = [...(script.looks ?? [{ status: 'queued' }, { status: 'running' }, { status: 'complete' }])]
  const server = createServer(
    { ca, cert: gateway.certificate, key: gateway.key, requestCert: true },
    (request, response) => {
      void answer(request, response)
    },
  )
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    const body = (await buffer(request)).toString('latin1')
    seen.push({ method, url, body, headers })
    if (script.instead?.(request, response)) return
    const base = `https://${headers.host}`
    if (method === 'POST' && url === '/queries') submission(response, base)
    else if (method === 'GET' && url === `/queries/${id}`) look(request, response, base)
    else if (method === 'GET' && url === `/results/${id}`)
      json(response, { _id: id, query_id: id, created_at: '', ...script.result })
    else if (method === 'DELETE' && url === `/queries/${id}`) response.writeHead(200).end()
    else response.writeHead(404).end()
  }
  function submission(response: ServerResponse, base: string): void {
    const { status, body, type } = script.submission ?? { status: 201, body: 'Query Created' }
    const headers = {
      'Content-Type': type ?? 'text/plain',
      ...(status === 201 && { Location: `${base}/queries/${id}` }),
    }
    response.writeHead(status, headers).end(body)
  }
  function look(request: IncomingMessage, response: ServerResponse, base: string): void {
    const now = (looks.length > 1 ? looks.shift() : looks[0]) ?? {}
    if (now === 'cut') return void request.socket.destroy()
    if (now === 'busy') return void response.writeHead(503).end('busy')
    const etag = `"${JSON.stringify(now).length}-${now.status}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    const done = now.status === 'complete' && { result_url: `${base}/results/${id}` }
    json(response, { _id: id, ...done, ...now }, { ETag: etag })
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  test.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `https://127.0.0.1:${port}`, port, seen, server }
}

function json(response: ServerResponse, content: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(content))
}
