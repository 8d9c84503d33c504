import { X509Certificate } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import t from 'tap'
import { isKnown } from '../../../../gateway/routes/answer-page.ts'
import { StoreUnavailable } from '../../../../gateway/store/record-store.ts'
import { issueHub, openHubSide } from './open-hub-side.ts'

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const [atom, html, json, none] = ['application/atom+xml', 'text/html', 'application/json', undefined]

/** Section 2 and the table of section 3: the format for a path and an Accept; `QUERY` and `RESULT` stand for ids. */
const formats: [path: string, accept: string | undefined, answer: string | number][] = [
  ['/', none, html],
  ['/', '*/*', atom],
  ['/', 'image/png', html],
  ['/queries', none, html],
  ['/queries', '', html],
  ['/queries', browser, html],
  ['/queries', '*/*,text/html', html],
  ['/queries', '*/*', atom],
  ['/queries', atom, atom],
  ['/queries', 'application/atom+xml;q=0.5, application/json', json],
  ['/queries', json, json],
  ['/queries', 'image/png', 406],
  ['/queries.atom', none, atom],
  ['/queries.atom', html, atom],
  ['/queries.json', browser, json],
  ['/queries.html', '*/*', html],
  ['/queries.png', '*/*', 406],
  ['/queries/QUERY', none, html],
  ['/queries/QUERY', '*/*', json],
  ['/queries/QUERY', json, json],
  ['/queries/QUERY', atom, 406],
  ['/queries/QUERY.json', browser, json],
  ['/queries/QUERY.html', json, html],
  ['/queries/QUERY.atom', '*/*', 406],
  ['/results', none, html],
  ['/results', '*/*', atom],
  ['/results.json', none, json],
  ['/results/RESULT', none, html],
  ['/results/RESULT', '*/*', html],
  ['/results/RESULT', json, json],
  ['/results/RESULT.json', none, json],
  ['/hdata/index', '*/*', html],
  ['/hdata/index.atom', none, atom],
]

t.test('the format is chosen by suffix or Accept as the original chose it', async (t) => {
  const { see, submit, runner } = await openHubSide(t)
  const query = await submit()
  const result = await runner.complete(query, '{"x":1}')
  for (const [path, accept, expected] of formats) {
    const { status, headers } = await see(path.replace('QUERY', query).replace('RESULT', result), accept)
    const answer = status === 200 ? headers['content-type']?.split(';')[0] : status
    t.equal(answer, expected, `${path} ${accept}`)
  }
})

const query = '/queries/QUERY'
const result = '/results/RESULT'

t.test('pages tell when they changed, and a caller who knows them gets an empty 304', async (t) => {
  const { ask, see, submit, runner } = await openHubSide(t)
  const id = await submit()
  const resultId = await runner.complete(id, '{"x":1}')
  for (const path of ['/queries', query, '/results', result].map((it) =>
    it.replace('QUERY', id).replace('RESULT', resultId),
  )) {
    const { headers } = await see(path, '*/*')
    t.match(headers.etag, /^"[\w-]+"$/, path)
    t.equal(headers['cache-control'], 'max-age=0, private, must-revalidate')
    t.match(headers['last-modified'], / GMT$/)
    const again = await ask(path, { headers: { Accept: '*/*', 'If-None-Match': `"x", ${headers.etag}` } })
    t.match(again, { status: 304, text: '', headers: { etag: headers.etag } }, path)
    t.equal((await ask(path, { headers: { 'If-None-Match': '"x"', Accept: '*/*' } })).status, 200)
    const later = new Date(Date.now() + 5000).toUTCString().replace('GMT', '+0000')
    t.match(await ask(path, { headers: { Accept: '*/*', 'If-Modified-Since': later } }), { status: 304, text: '' })
    const same = String(headers['last-modified'])
    t.equal((await ask(path, { headers: { Accept: '*/*', 'If-Modified-Since': same } })).status, 200)
  }
  t.match(await ask('/queries', { method: 'HEAD' }), { status: 200, text: '' })
})

const changed = '2013-07-18T17:32:05.250Z'
const conditions: { says: string; headers: Record<string, string>; known: boolean }[] = [
  { says: 'nothing', headers: {}, known: false },
  { says: 'the tag', headers: { 'if-none-match': '"t"' }, known: true },
  { says: 'the tag, weakly', headers: { 'if-none-match': 'W/"t"' }, known: true },
  { says: 'any', headers: { 'if-none-match': '*' }, known: true },
  { says: 'another tag', headers: { 'if-none-match': '"u", "v"' }, known: false },
  {
    says: 'another tag outweighs a date',
    headers: { 'if-none-match': '"u"', 'if-modified-since': 'Thu, 18 Jul 2030 00:00:00 GMT' },
    known: false,
  },
  { says: 'the second of the change', headers: { 'if-modified-since': 'Thu, 18 Jul 2013 17:32:05 GMT' }, known: false },
  { says: 'the next second', headers: { 'if-modified-since': 'Thu, 18 Jul 2013 17:32:06 +0000' }, known: true },
  { says: 'before', headers: { 'if-modified-since': 'Thu, 18 Jul 2013 17:32:04 GMT' }, known: false },
  { says: 'no date', headers: { 'if-modified-since': 'yesterday' }, known: false },
]
for (const { says, headers, known } of conditions)
  t.test(`who says ${says} ${known ? 'knows' : 'does not know'} the page`, async (t) =>
    t.equal(isKnown(headers, '"t"', changed), known),
  )

t.test('pages show what strangers wrote as text, and may run nothing', async (t) => {
  const { see, submit, runner } = await openHubSide(t)
  const id = await submit({ map: '<script>"&\'</script>' })
  await runner.fail(id, 'at <b>')
  const list = await see('/queries')
  t.match(list.text, 'at &lt;b&gt;')
  const { text, headers } = await see(`/queries/${id}`)
  t.match(text, '&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;')
  t.notMatch(text, '<script')
  t.match(headers, { 'content-security-policy': /default-src 'none'/, 'x-content-type-options': 'nosniff' })
})

t.test('a large result is linked, not shown, on the page of its query', async (t) => {
  const { see, submit, runner } = await openHubSide(t)
  const id = await submit()
  const resultId = await runner.complete(id, JSON.stringify({ x: 'y'.repeat(300_000) }))
  const { text } = await see(`/queries/${id}`)
  t.match(text, `/results/${resultId}.json`)
  t.ok(text.length < 10_000)
})

t.test('what is not there is answered 404, as JSON where that was asked for', async (t) => {
  const { see, ask } = await openHubSide(t)
  const unknown = '/queries/0123456789abcdef01234567'
  t.match(await see(unknown), { status: 404, headers: { 'content-type': /html/ }, text: 'there is no such query' })
  t.match(await see(`${unknown}.json`), { status: 404, text: '{"reason":"there is no such query"}' })
  t.match(await see(unknown, json), { status: 404, text: '{"reason":"there is no such query"}' })
  t.match(await see('/results/0123456789abcdef01234567', json), { status: 404, text: /no such result/ })
  for (const path of [
    '/queries/new',
    '/queries/1',
    '/queries/0123456789ABCDEF01234567',
    '/queries/%00',
    '/results/x',
    '/x',
  ])
    t.equal((await see(path)).status, 404, path)
  t.equal((await see('/queries/%zz')).status, 400)
  for (const method of ['PUT', 'PATCH']) t.equal((await ask(unknown, { method })).status, 404, method)
})

t.test('health tells what waits and runs', async (t) => {
  const { see, submit, runner } = await openHubSide(t)
  await submit()
  await runner.start(await submit())
  t.match(await see('/health'), { status: 200, text: '{"status":"ok","queries":{"queued":1,"held":0,"running":1}}' })
})

t.test('only hubs on the list may ask, by name or by fingerprint', async (t) => {
  const other = await issueHub('other hub')
  const first = await openHubSide(t, { hubs: ['hub'] })
  t.match(await first.ask('/'), { status: 200 })
  t.match(await first.ask('/', { headers: { Accept: json } }, other), { status: 403, text: /not on the list/ })
  const second = await openHubSide(t, { hubs: [new X509Certificate(other.certificate).fingerprint256.toLowerCase()] })
  t.match(await second.ask('/', {}, other), { status: 200 })
  t.match(await second.ask('/'), { status: 403 })
  t.match(second.lines.at(-1), { hub: 'hub', status: 403 })
})

t.test('a certificate must name its hub, and by no name that stands for something else', async (t) => {
  const { ask } = await openHubSide(t)
  t.match(await ask('/', {}, await issueHub('SCOOP hub (Montréal) #2')), { status: 200 })
  for (const name of ['', 'local', ' hub', 'right\u202eleft', 'two\nlines', 'x'.repeat(200)])
    t.match(await ask('/', {}, await issueHub(name)), { status: 403, text: /no common name/ }, JSON.stringify(name))
})

t.test('a page of another site gets nothing through the browser of somebody with a hub certificate', async (t) => {
  const { ask } = await openHubSide(t)
  t.match(await ask('/queries', { headers: { Origin: 'https://elsewhere.example' } }), { status: 403 })
})

t.test('monitoring that speaks HTTP/1.0 and names no host finds the gateway alive', async (t) => {
  const { url, identity } = await openHubSide(t)
  const [, host, port] = /\/\/(.*):(\d+)$/.exec(url) ?? []
  const socket = connect({ host, port: Number(port), ...identity })
  socket.write('GET / HTTP/1.0\r\nAccept: */*\r\n\r\n')
  const answer = await text(socket)
  t.match(answer, /^HTTP\/1\.1 200 OK\r\n/)
  t.match(answer, `<id>${url}/queries</id>`)
})

t.test('the alive check is answered 200 while the store is away, health and all else 503', async (t) => {
  const { see, queries } = await openHubSide(t)
  queries.list = () => Promise.reject(new StoreUnavailable('test', new Error('away')))
  t.match(await see('/', '*/*'), { status: 200, text: /does not answer/ })
  for (const path of ['/health', '/queries'])
    t.match(await see(path), { status: 503, headers: { 'retry-after': '5' } }, path)
})

t.test('a hub ends its own query, but no other does', async (t) => {
  const { ask, see, submit, lines } = await openHubSide(t)
  const path = `/queries/${await submit()}`
  t.match(await ask(path, { method: 'DELETE' }, await issueHub('other hub')), { status: 403, text: /another hub/ })
  t.match(JSON.parse((await see(path, json)).text), { status: 'queued' })
  t.match(await ask(path, { method: 'DELETE' }), { status: 200, text: 'Query cancelled' })
  t.match(lines.at(-1), { method: 'DELETE', hub: 'hub', query: path.slice(-24) })
  t.match(JSON.parse((await see(path, json)).text), { status: 'failed', error_message: 'it was cancelled by the hub' })
  t.match(await ask(path, { method: 'DELETE' }), { status: 409, text: /over already/ })
})
