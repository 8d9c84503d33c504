import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { openQuarantine } from '../../../gateway/quarantine.ts'
import { openStore } from '../../../gateway/store/open-store.ts'
import { e2eDocument } from '../../fixtures/e2e/document.ts'
import { openGateway, postDocument, postForm, postRaw } from '../open-gateway.ts'

const document = e2eDocument()
const dated = (time: string) => e2eDocument({ effectiveTime: `<effectiveTime value="${time}"/>` })

t.test('a document posted as OSCAR posts it is answered exactly as the original did, and stored', async (t) => {
  const { url, data } = await openGateway(t)
  const answer = await postDocument(url, document)
  t.equal(answer.status, 201)
  t.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8')
  t.equal(await answer.text(), 'E2E Document imported')
  const store = openStore({ store: 'sqlite', data })
  t.teardown(() => store.close())
  t.match(JSON.parse((await store.get('4711')) ?? '{}'), {
    _id: '4711',
    gender: 'F',
    primary_care_provider_id: '98765',
  })
})

t.test('a document may also be the whole body, or a field that is no file', async (t) => {
  const { url } = await openGateway(t)
  t.equal((await postRaw(url, document)).status, 201)
  t.equal((await postRaw(url, document, { 'Content-Type': 'application/xml; charset=utf-8' })).status, 201)
  const form = new FormData()
  form.append('content', document)
  t.equal((await fetch(`${url}/records/create`, { method: 'POST', body: form })).status, 201)
})

t.test('a form that ends with an empty line, as some clients write it, is a whole form', async (t) => {
  const { url } = await openGateway(t)
  const body = `--b\r\nContent-Disposition: form-data; name="content"; filename="x.xml"\r\nContent-Length: ${document.length}\r\nContent-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\n\r\n${document}\r\n--b--\r\n\r\n`
  t.equal((await postRaw(url, body, { 'Content-Type': 'multipart/form-data; boundary=b' })).status, 201)
})

t.test('an older document does not replace a newer one, yet counts as delivered', async (t) => {
  const { url, data } = await openGateway(t)
  t.equal(await (await postDocument(url, dated('20240102'))).text(), 'E2E Document imported')
  const older = await postDocument(url, dated('20240101'))
  t.equal(older.status, 201)
  t.equal(await older.text(), 'E2E Document not imported: the stored record is newer')
  t.equal(await (await postDocument(url, dated('20240102'))).text(), 'E2E Document imported')
  const counts = await (await fetch(url, { headers: { Accept: 'application/json' } })).json()
  t.strictSame(counts, { documents: { inserted: 1, replaced: 0, unchanged: 1, stale: 1, refused: 0 } })
  const store = openStore({ store: 'sqlite', data })
  t.teardown(() => store.close())
  t.match(await store.get('4711'), /"effective_time":1704153600/)
})

const decoys = Array.from({ length: 7 }, (): [string, string] => ['x', ''])

const refusals: { says: string; parts: [string, string][]; status: number; text: RegExp }[] = [
  { says: 'another root', parts: [['content', '<a/>']], status: 400, text: /^Unknown XML Format$/ },
  { says: 'no XML', parts: [['content', 'x']], status: 400, text: /not well-formed XML at line 1, column \d/ },
  { says: 'an empty document', parts: [['content', '']], status: 400, text: /not well-formed/ },
  { says: 'a cut document', parts: [['content', document.slice(0, -3)]], status: 400, text: /unclosed tag/ },
  { says: 'a DOCTYPE', parts: [['content', `<!DOCTYPE a>${document}`]], status: 400, text: /document type/ },
  {
    says: 'another realm',
    parts: [['content', e2eDocument({ realm: '<realmCode code="US"/>' })]],
    status: 422,
    text: /realmCode/,
  },
  {
    says: 'nobody to identify',
    parts: [['content', e2eDocument({ id: '', patientIds: '', patientName: '' })]],
    status: 422,
    text: /does not tell who/,
  },
  {
    says: 'an unknown encoding',
    parts: [['content', '<?xml version="1.0" encoding="klingon"?><a/>']],
    status: 400,
    text: /encoding/,
  },
  { says: 'no field content', parts: [['document', document]], status: 400, text: /no field named content/ },
  {
    says: 'a second document behind many parts',
    parts: [['content', document], ...decoys, ['content', document]],
    status: 400,
    text: /too many parts/,
  },
  {
    says: 'two fields content',
    parts: [
      ['content', document],
      ['content', document],
    ],
    status: 400,
    text: /several fields/,
  },
]

t.test('what is no document is refused with the reason, quarantined, and changes nothing', async (t) => {
  const { url, data } = await openGateway(t)
  await postDocument(url, document)
  const store = openStore({ store: 'sqlite', data })
  t.teardown(() => store.close())
  const before = await store.get('4711')
  for (const { says, parts, status, text } of refusals) {
    const answer = await postForm(url, parts)
    t.equal(answer.status, status, says)
    t.match(await answer.text(), text, says)
  }
  const quarantined = await openQuarantine(join(data, 'quarantine')).list()
  t.equal(quarantined.length, refusals.length)
  t.equal(await store.get('4711'), before)
  t.equal(await store.count(), 1)
})

const unreadable: { says: string; type: string; body: string; status: number }[] = [
  { says: 'JSON', type: 'application/json', body: '{}', status: 415 },
  { says: 'a form in another encoding', type: 'application/x-www-form-urlencoded', body: 'content=x', status: 415 },
  { says: 'no boundary', type: 'multipart/form-data', body: document, status: 400 },
  { says: 'no such boundary', type: 'multipart/form-data; boundary=b', body: document, status: 400 },
  {
    says: 'a form that ends early',
    type: 'multipart/form-data; boundary=b',
    body: `--b\r\nContent-Disposition: form-data; name="content"\r\n\r\n${document}`,
    status: 400,
  },
  { says: 'an empty body', type: 'text/xml', body: '', status: 400 },
]

t.test('a body that can not be read is refused and quarantined, too', async (t) => {
  const { url, data } = await openGateway(t)
  for (const { says, type, body, status } of unreadable) {
    t.equal((await postRaw(url, body, { 'Content-Type': type })).status, status, says)
  }
  t.equal(
    (await openQuarantine(join(data, 'quarantine')).list()).length,
    new Set(unreadable.map(({ body }) => body)).size,
  )
})

t.test('a compressed body is told to come as it is', async (t) => {
  const { url } = await openGateway(t)
  const headers = { 'Content-Type': 'text/xml', 'Content-Encoding': 'gzip' }
  const answer = await postRaw(url, new Uint8Array(gzipSync(document)), headers)
  t.equal(answer.status, 415)
  t.match(await answer.text(), 'compressed')
})

t.test('a body larger than the limit is refused', async (t) => {
  const { url } = await openGateway(t)
  const large = Buffer.alloc(33 * 1024 * 1024, ' ')
  t.equal((await postRaw(url, large)).status, 413)
  t.equal((await postDocument(url, document)).status, 201, 'and the gateway goes on')
})

t.test('when more come than the gateway takes at once, the next is told to come again, and may', async (t) => {
  const { url } = await openGateway(t)
  const unfinished = await Promise.all(Array.from({ length: 64 }, () => beginPost(url, document)))
  const large = await postDocument(url, e2eDocument({ end: `<!-- ${'x'.repeat(5_000_000)} -->` }))
  t.equal(large.status, 503, 'however long its body is')
  t.equal(large.headers.get('retry-after'), '1')
  const answers = await Promise.all(unfinished.map((finish) => finish()))
  t.strictSame(new Set(answers), new Set([201]))
  t.equal((await postDocument(url, document)).status, 201)
})

/** Posts a document up to its body, which the gateway waits for; what this answers sends it and tells the status. */
async function beginPost(url: string, document: string): Promise<() => Promise<number | undefined>> {
  const headers = { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(document), Expect: '100-continue' }
  const post = request(`${url}/records/create`, { method: 'POST', headers })
  const answered = once(post, 'response')
  post.flushHeaders()
  await once(post, 'continue')
  return async () => {
    post.end(document)
    const [response] = await answered
    response.resume()
    return response.statusCode
  }
}

t.test(
  'a client that asks for JSON gets its refusal as JSON, with the reference of the quarantined document',
  async (t) => {
    const { url } = await openGateway(t)
    const answer = await postRaw(url, '<a/>', { 'Content-Type': 'text/xml', Accept: 'application/json' })
    t.match(await answer.json(), { reason: 'Unknown XML Format', reference: /^[0-9a-f]{16}$/ })
  },
)

t.test('wiping deletes every record and every quarantined document', async (t) => {
  const { url, data } = await openGateway(t)
  await postDocument(url, document)
  await postDocument(url, '<a/>')
  const answer = await fetch(`${url}/records/destroy`, { method: 'DELETE' })
  t.equal(answer.status, 200)
  t.equal(await answer.text(), 'All patients were deleted')
  const store = openStore({ store: 'sqlite', data })
  t.teardown(() => store.close())
  t.equal(await store.count(), 0)
  t.strictSame(await openQuarantine(join(data, 'quarantine')).list(), [])
})

t.test('GET / answers 200, and nothing else is served', async (t) => {
  const { url } = await openGateway(t)
  t.equal((await fetch(url)).status, 200)
  for (const path of ['/records', '/records/create', '/queries', '/results', '/endpoint.ts', '/%2e%2e/etc/passwd']) {
    t.equal((await fetch(url + path)).status, 404, path)
  }
})

t.test('a page of another site can not make a browser post or wipe', async (t) => {
  const { url } = await openGateway(t)
  const headers = { 'Content-Type': 'text/xml', Origin: 'http://elsewhere.example' }
  t.equal((await postRaw(url, document, headers)).status, 403)
  t.equal((await fetch(`${url}/records/destroy`, { method: 'DELETE', headers })).status, 403)
  t.equal((await postRaw(url, document, { ...headers, Origin: url })).status, 201, 'its own pages may')
  const port = new URL(url).port
  const host = `elsewhere.example:${port}`
  const rebound = request(`${url}/records/destroy`, {
    method: 'DELETE',
    headers: { Host: host, Origin: `http://${host}` },
  })
  const answered = once(rebound, 'response')
  rebound.end()
  t.equal((await answered)[0].statusCode, 403, 'nor under a name that is made to point here')
})

t.test('while the store is away, documents are sent back to come again', async (t) => {
  const { url } = await openGateway(t, { store: 'mongodb://127.0.0.1:1/nothing' })
  const answer = await postDocument(url, document)
  t.equal(answer.status, 503)
  t.match(answer.headers.get('retry-after'), /^[1-9]/)
  t.equal((await postDocument(url, '<a/>')).status, 400, 'what is no document is told so in any case')
})
