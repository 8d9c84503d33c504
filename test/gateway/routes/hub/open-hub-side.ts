import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import type { Test } from 'tap'
import { listenTls } from '../../../../gateway/listen-tls.ts'
import type { Engine } from '../../../../gateway/query/engine.ts'
import { completed, failed } from '../../../../gateway/query/life.ts'
import { openQueries } from '../../../../gateway/query/open-queries.ts'
import { readQuerySettings } from '../../../../gateway/query/query-settings.ts'
import type { HubLimits } from '../../../../gateway/routes/hub/submission-routes.ts'
import { hubSide } from '../../../../gateway/routes/hub-side.ts'
import type { QueryStore } from '../../../../gateway/store/query-store.ts'
import { sqliteQueryStore } from '../../../../gateway/store/sqlite-query-store.ts'
import { type KeyAndCertificate, makeAuthority } from '../../authority.ts'
import { askAsHub, type HubAnswer, type HubRequest } from '../../hub-request.ts'

const authority = await makeAuthority('authority')
const gateway = await authority.issue({ name: 'gateway', server: true })
const hub = await authority.issue({ name: 'hub' })
export const issueHub = (name: string) => authority.issue({ name })

type Wanted = { hubs?: string[]; limits?: Partial<HubLimits>; approval?: 'none' | 'listed' }

/** The hub side on a free port over a real store. Nobody runs the queries: the test itself says what becomes of them. */
export async function openHubSide(t: Test, { hubs, limits = {}, approval = 'none' }: Wanted = {}) {
  const folder = t.testdir({ cert: gateway.certificate, ca: authority.certificate })
  await writeFile(join(folder, 'key'), gateway.key, { mode: 0o600 })
  const files = {
    certificate: join(folder, 'cert'),
    key: join(folder, 'key'),
    hubCa: join(folder, 'ca'),
    hubCrl: undefined,
  }
  const { log, lines } = collectLog()
  const store = sqliteQueryStore({ folder })
  const { retention, policy } = openSettings
  const settings = { retention, policy: { ...policy, approval }, parallel: 0 }
  const queries = openQueries({ store, engine: noEngine, records: { version: async () => '' }, settings, log })
  const listener = await listenTls(hubSide({ queries, hubs, limits, log }), { host: '127.0.0.1', port: 0 }, files, log)
  t.teardown(async () => {
    await listener.close(0)
    await queries.close()
    await store.close()
  })
  const ask = (path: string, request: HubRequest = {}, who: KeyAndCertificate = hub) =>
    askAsHub(`${listener.url}${path}`, { ca: authority.certificate, hub: who }, request)
  return {
    url: listener.url,
    /** For a connection of one's own. */
    identity: { ca: authority.certificate, cert: hub.certificate, key: hub.key },
    lines,
    store,
    queries,
    runner: runnerOf(store),
    ask,
    /** By Accept and path. */
    see: (path: string, accept?: string) => ask(path, accept === undefined ? {} : { headers: { Accept: accept } }),
    async submit(parts: Record<string, string> = {}) {
      const texts = { map: 'function map(p) {}', reduce: 'function(k, v) {}', ...parts }
      return idOf(await ask('/queries', submission(texts)))
    },
  }
}

const openSettings = readQuerySettings({}, 'open')

const noEngine: Engine = {
  run: () => Promise.reject(new Error('nothing is run here')),
  close: async () => {},
}

function collectLog() {
  const lines: Record<string, unknown>[] = []
  return { lines, log: pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) }) }
}

export const idOf = ({ headers }: HubAnswer): string => headers.location?.split('/').at(-1) ?? ''

/** What a gateway that runs queries would do to them. */
function runnerOf(store: QueryStore) {
  return {
    start: (id: string) => store.change(id, 'unfinished', { status: 'running', messages: ['Job running'] }),
    fail: (id: string, reason: string) => store.change(id, 'unfinished', failed(reason)),
    /** Answers the id of the result. */
    async complete(id: string, values: string, suppressed = { cells: 0, minimum: 0 }): Promise<string> {
      await store.change(id, 'unfinished', completed({ values, suppressed }))
      return (await store.get(id))?.resultId ?? ''
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
