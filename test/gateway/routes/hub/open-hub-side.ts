import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import type { Test } from 'tap'
import { listenTls } from '../../../../gateway/listen-tls.ts'
import { hubSide } from '../../../../gateway/routes/hub-side.ts'
import { type KeyAndCertificate, makeAuthority } from '../../authority.ts'
import { askAsHub, type HubRequest } from '../../hub-request.ts'
import { memoryQueries } from './memory-queries.ts'

const authority = await makeAuthority('authority')
const gateway = await authority.issue({ name: 'gateway', server: true })
const hub = await authority.issue({ name: 'hub' })
export const issueHub = (name: string) => authority.issue({ name })

/** The hub side on a free port with queries that nobody runs: the test itself says what becomes of them. */
export async function openHubSide(t: Test, { hubs }: { hubs?: string[] } = {}) {
  const folder = t.testdir({ cert: gateway.certificate, ca: authority.certificate })
  await writeFile(join(folder, 'key'), gateway.key, { mode: 0o600 })
  const files = { cert: join(folder, 'cert'), key: join(folder, 'key'), hubCa: join(folder, 'ca'), hubCrl: undefined }
  const lines: Record<string, unknown>[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const { queries, ...runner } = memoryQueries()
  const app = hubSide({ queries, hubs, log })
  const listener = await listenTls(app, { host: '127.0.0.1', port: 0 }, files, log)
  t.teardown(() => listener.close(0))
  const ask = (path: string, request: HubRequest = {}, who: KeyAndCertificate = hub) =>
    askAsHub(`${listener.url}${path}`, { ca: authority.certificate, hub: who }, request)
  return {
    url: listener.url,
    lines,
    queries,
    runner,
    ask,
    /** By Accept and path. */
    see: (path: string, accept?: string) => ask(path, accept === undefined ? {} : { headers: { Accept: accept } }),
    async submit(parts: Record<string, string> = {}) {
      const answer = await ask(
        '/queries',
        submission({ map: 'function map(p) {}', reduce: 'function(k, v) {}', ...parts }),
      )
      return String(answer.headers.location).split('/').at(-1) ?? ''
    },
  }
}

const boundary = '-----------RubyMultipartPost'

/** A submission exactly as the original hub's multipart-post 1.2.0 writes it (`gateway-api.md` section 4.1). */
export function submission(parts: Record<string, string | Uint8Array>): HubRequest & { body: Buffer } {
  const pieces = Object.entries(parts).flatMap(([name, content]) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="local.path"\r\n`,
    `Content-Length: ${Buffer.byteLength(content)}\r\nContent-Type: ${partTypes[name] ?? 'application/javascript'}\r\n`,
    'Content-Transfer-Encoding: binary\r\n\r\n',
    content,
    '\r\n',
  ])
  const body = Buffer.concat([...pieces, `--${boundary}--\r\n\r\n`].map((piece) => Buffer.from(piece)))
  return {
    method: 'POST',
    headers: {
      Accept: '*/*',
      'User-Agent': 'Ruby',
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      'Content-Length': String(body.length),
    },
    body,
  }
}

const partTypes: Record<string, string> = { filter: 'application/json', functions: 'application/json' }
