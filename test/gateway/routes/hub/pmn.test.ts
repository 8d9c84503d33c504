import t from 'tap'
import { parseStringPromise } from 'xml2js'
import { openHubSide, submission } from './open-hub-side.ts'

const texts = { map: 'function map(p) {}', reduce: 'function(k, v) {}' }
const api = 'http://lincolnpeak.com/schemas/DNS4/API'

const requestXml = (mimeType: string) => `<?xml version="1.0"?>
<Request xmlns="${api}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><RequestDocuments>
<Document><DocumentId>7</DocumentId><Filename>notes.txt</Filename><Viewable>true</Viewable><MimeType>text/plain</MimeType><Size>3</Size></Document>
<Document><DocumentId>8</DocumentId><Filename>form</Filename><Viewable i:nil="true"/><MimeType>${mimeType}</MimeType><Size>300</Size></Document>
</RequestDocuments></Request>`
const dataXml = (data: Uint8Array) =>
  `<RequestDocument xmlns="${api}"><Data>${Buffer.from(data).toString('base64')}</Data></RequestDocument>`

async function openPmn(t: Parameters<typeof openHubSide>[0]) {
  const side = await openHubSide(t)
  /** Asks for XML, as the plug-in does, and answers the elements as plain lists. */
  const call = async (method: string, path: string, body?: string) => {
    const request = body === undefined ? { method } : { method, body, headers: { 'Content-Type': 'application/xml' } }
    const { status, headers, text } = await side.ask(`/pmn/${path}`, request)
    if (status !== 200) return { status, text, xml: undefined, type: undefined }
    return {
      status,
      text,
      xml: await parseStringPromise(text, { explicitArray: false }),
      type: headers['content-type'],
    }
  }
  return { ...side, call }
}

t.test('a query that PopMedNet brings in pieces runs like any other, and its result can be fetched', async (t) => {
  const { call, queries, runner, see } = await openPmn(t)
  const { body, headers = {} } = submission({ ...texts, filter: '{"gender":"F"}' })
  const posted = await call('POST', 'PostRequest/41', requestXml(headers['Content-Type'] ?? ''))
  t.equal(posted.type, 'application/xml; charset=utf-8')
  t.match(posted.xml.RequestResponse, { $: { xmlns: api }, DesiredDocuments: { 'a:string': { _: '8' } } })
  t.match(posted.text, 'xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"')
  const id = posted.xml.RequestResponse.RequestResult
  t.match(id, /^[0-9a-f]{24}$/)
  const status = async () => (await call('GET', `GetStatus/${id}`)).xml.StatusResponse.StatusResult
  t.strictSame({ ...(await status()) }, { Code: 'Pending', Message: 'Waiting for query docs' })

  const half = Math.floor(body.length / 2)
  for (const [offset, piece] of [
    [0, body.subarray(0, half)],
    [half, body.subarray(half)],
  ] as const)
    t.ok((await call('POST', `PostRequestDocument/${id}/8/${offset}`, dataXml(piece))).xml.RequestDocumentResponse)
  t.ok((await call('PUT', `Start/${id}`)).xml.StartResponse)
  const [{ id: query } = { id: '' }] = await queries.list()
  t.match(await queries.get(query), { ...texts, filter: '{"gender":"F"}', requestId: id, hub: 'hub' })
  t.match(JSON.parse((await see(`/queries/${query}`, 'application/json')).text), { request_id: id })
  t.ok((await call('PUT', `Start/${id}`)).xml.StartResponse, 'again, for a caller who missed the answer')
  t.equal((await queries.list()).length, 1)

  t.strictSame({ ...(await status()) }, { Code: 'Pending', Message: 'Job enqueued' })
  t.strictSame((await call('GET', `GetResponse/${id}`)).xml.ResponseResponse.ResponseResult, '')
  await runner.start(query)
  t.match(await status(), { Code: 'InProgress' })
  await runner.complete(query, '{"é":1}')
  t.match(await status(), { Code: 'Complete', Message: 'Job successful' })
  const { Document } = (await call('GET', `GetResponse/${id}`)).xml.ResponseResponse.ResponseResult
  t.match(Document, { DocumentId: 'result', Filename: 'result.json', MimeType: 'application/json', Viewable: 'false' })
  const whole = (await call('GET', `GetResponseDocument/${id}/result/0`)).xml.ResponseDocumentResponse
  t.equal(whole.ResponseDocumentResult, Document.Size)
  const json = Buffer.from(whole.Data, 'base64')
  t.match(JSON.parse(json.toString()), { query_id: query, é: 1 })
  const rest = (await call('GET', `GetResponseDocument/${id}/result/10`)).xml.ResponseDocumentResponse
  t.strictSame(Buffer.from(rest.Data, 'base64'), json.subarray(10))
  t.ok((await call('POST', `Stop/${id}`)).xml.StopResponse !== undefined)
  t.ok((await call('GET', `Close/${id}`)).xml.CloseResponse !== undefined)
})

t.test('a request is found without reading the texts of all queries', async (t) => {
  const { call, queries, store } = await openPmn(t)
  for (const requestId of ['a', 'b', 'c']) {
    await queries.submit({ ...texts, functions: null, filter: null, hub: 'hub', requestId })
  }
  const read: string[] = []
  const { get } = store
  store.get = (id) => {
    read.push(id)
    return get(id)
  }
  t.equal((await call('GET', 'GetStatus/unknown')).status, 404)
  t.strictSame(read, [])
  t.equal((await call('GET', 'GetStatus/b')).status, 200)
  t.equal(read.length, 1)
})

t.test('a query of PopMedNet that failed is an error, with the reason', async (t) => {
  const { call, queries, runner } = await openPmn(t)
  await queries.submit({ ...texts, functions: null, filter: null, hub: 'hub', requestId: '0123456789abcdef01234567' })
  const [{ id } = { id: '' }] = await queries.list()
  await runner.fail(id, 'out of time')
  t.match((await call('GET', 'GetStatus/0123456789abcdef01234567')).xml.StatusResponse.StatusResult, { Code: 'Error' })
})

const unwanted: { says: string; body: string; status: number; text: RegExp }[] = [
  { says: 'no XML', body: 'x', status: 400, text: /not well-formed/ },
  { says: 'nothing', body: '', status: 400, text: /lacks an element|not well-formed/ },
  { says: 'another document', body: '<a/>', status: 400, text: /lacks an element/ },
  { says: 'an entity', body: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', status: 400, text: /not well-formed/ },
  { says: 'no form', body: requestXml('text/csv'), status: 422, text: /no document of the request is a form/ },
  { says: 'tags without end', body: '<a>'.repeat(10_000), status: 400, text: /more markup/ },
  { says: 'attributes without end', body: `<a ${'b="" '.repeat(10_000)}/>`, status: 400, text: /more markup/ },
  { says: 'a document type without end', body: `<!DOCTYPE a [${'['.repeat(10_000)}`, status: 400, text: /more markup/ },
  { says: 'much', body: ' '.repeat(7e6), status: 413, text: /larger than/ },
]

t.test('what is no request of PopMedNet is refused with the reason', async (t) => {
  const { call, queries } = await openPmn(t)
  for (const { says, body, status, text } of unwanted)
    t.match(await call('POST', 'create', body), { status, text }, says)
  const hqmf = (await call('POST', 'create', requestXml('application/xml'))).xml.RequestResponse.RequestResult
  t.match(await call('PUT', `Start/${hqmf}`), { status: 422, text: /HQMF/ })
  const form = (await call('POST', 'create', requestXml('multipart/form-data; boundary=x'))).xml.RequestResponse
    .RequestResult
  t.match(await call('PUT', `Start/${form}`), { status: 400, text: /not a complete multipart form/ })
  t.match(await call('POST', `PostRequestDocument/${form}/9/0`, dataXml(Buffer.from('x'))), { status: 404 })
  const large = dataXml(Buffer.alloc(3e6))
  t.equal((await call('POST', `PostRequestDocument/${form}/8/0`, large)).status, 200)
  t.match(await call('POST', `PostRequestDocument/${form}/8/3000000`, large), { status: 413 })
  for (const path of ['GetStatus/x', 'GetResponse/x', 'GetResponseDocument/x/result/0'])
    t.equal((await call('GET', path)).status, 404)
  t.strictSame(await queries.list(), [])
})

t.test('of more requests than fit the oldest is given up', async (t) => {
  const { call } = await openPmn(t)
  const create = async () =>
    (await call('POST', 'create', requestXml('multipart/form-data; boundary=x'))).xml.RequestResponse
  const { RequestResult: first } = await create()
  for (let count = 0; count < 15; count++) await create()
  t.equal((await call('GET', `GetStatus/${first}`)).status, 200)
  await create()
  t.equal((await call('GET', `GetStatus/${first}`)).status, 404)
})
