import { type Agent, type RequestOptions, request } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { checkServerIdentity } from 'node:tls'
import type { KeyAndCertificate } from './authority.ts'

/** Who asks, and whom it trusts. */
export type HubIdentity = { ca: string; hub?: KeyAndCertificate | undefined }

export type HubAnswer = { status: number; headers: Record<string, string>; text: string }

export type HubRequest = {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Else a connection of its own. */
  agent?: Agent
}

/** One request, by default over a connection of its own, as the original hub makes them; raises where the handshake fails. */
export async function askAsHub(
  url: string,
  { ca, hub }: HubIdentity,
  { method = 'GET', headers = {}, body, agent }: HubRequest = {},
): Promise<HubAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HubAnswer>()
  const identity = hub && { cert: hub.certificate, key: hub.key }
  // Through a tunnel, the header Host is another than the name that was connected to.
  const checked: RequestOptions = { checkServerIdentity: (_host, it) => checkServerIdentity(new URL(url).hostname, it) }
  const outgoing = request(url, { method, headers, ca, agent: agent ?? false, ...checked, ...identity }, (response) => {
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
    buffer(response).then(
      (bytes) => resolve({ status: response.statusCode ?? 0, headers, text: bytes.toString() }),
      reject,
    )
  })
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}
