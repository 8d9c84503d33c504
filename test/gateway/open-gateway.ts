import { join } from 'node:path'
import pino from 'pino'
import type { Test } from 'tap'
import { defaultQuerySettings } from '../../gateway/query/query-settings.ts'
import { serve } from '../../gateway/serve.ts'
import type { Settings } from '../../gateway/settings.ts'

/** A gateway within the test process, on a free port, with its log lines; gone when the test ends. */
export async function openGateway(test: Pick<Test, 'testdir' | 'teardown'>, settings: Partial<Settings> = {}) {
  const data = join(test.testdir({}), 'data')
  const lines: Record<string, unknown>[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const gateway = await serve(
    {
      data,
      store: 'sqlite',
      inbox: undefined,
      http: { host: '127.0.0.1', port: 0 },
      pseudonyms: 'sha224',
      dinAtc: undefined,
      https: undefined,
      queries: defaultQuerySettings,
      ...settings,
    },
    log,
  )
  let open = true
  const close = async () => {
    if (open) await gateway.close()
    open = false
  }
  test.teardown(close)
  return { url: gateway.http, https: gateway.https ?? '', data, lines, close }
}

/** Posts a document as a multipart form, under the name that OSCAR uses if no other is given. */
export function postForm(url: string, parts: [name: string, content: string | Uint8Array][]): Promise<Response> {
  const form = new FormData()
  for (const [name, content] of parts) {
    const bytes = typeof content === 'string' ? content : new Uint8Array(content)
    form.append(name, new Blob([bytes], { type: 'text/xml' }), 'Record_4711.xml')
  }
  return fetch(`${url}/records/create`, { method: 'POST', body: form })
}

export const postDocument = (url: string, document: string | Uint8Array) => postForm(url, [['content', document]])

/** Posts a body as it is. */
export const postRaw = (
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'Content-Type': 'text/xml' },
) => fetch(`${url}/records/create`, { method: 'POST', body, headers })
