import { once } from 'node:events'
import { connect } from 'node:tls'
import t from 'tap'
import { QueryRefused } from '../../../../gateway/query/query-refused.ts'
import { issueHub, openHubSide, submission } from './open-hub-side.ts'

const texts = {
  map: 'function map(patient) {\r\n  emit("all", 1);\r\n}\r\n',
  reduce: 'function(k, v) {}',
  filter: '{}',
}

/** As the original hub puts them on the wire, letter for letter: all parts are files, and an empty line ends the body. */
const asOnTheWire = Buffer.from(
  [
    '-------------RubyMultipartPost',
    'Content-Disposition: form-data; name="map"; filename="local.path"',
    'Content-Length: 46',
    'Content-Type: application/javascript',
    'Content-Transfer-Encoding: binary',
    '',
    'function map(patient) {\r\n  emit("é", 1);\r\n}\r\n',
    '-------------RubyMultipartPost',
    'Content-Disposition: form-data; name="reduce"; filename="local.path"',
    'Content-Length: 47',
    'Content-Type: application/javascript',
    'Content-Transfer-Encoding: binary',
    '',
    'function(key, values){return Array.sum(values)}',
    '-------------RubyMultipartPost',
    'Content-Disposition: form-data; name="filter"; filename="local.path"',
    'Content-Length: 0',
    'Content-Type: application/json',
    'Content-Transfer-Encoding: binary',
    '',
    '',
    '-------------RubyMultipartPost',
    'Content-Disposition: form-data; name="functions"; filename="local.path"',
    'Content-Length: 36',
    'Content-Type: application/json',
    'Content-Transfer-Encoding: binary',
    '',
    'function a(){}\r\nfunction b(){}\r\n// c',
    '-------------RubyMultipartPost--',
    '',
    '',
  ].join('\r\n'),
)

t.test('a query as the original hub sends it is taken, and its texts are kept letter for letter', async (t) => {
  const { ask, queries, url, lines } = await openHubSide(t)
  const answer = await ask('/queries', {
    method: 'POST',
    headers: {
      Accept: '*/*',
      'User-Agent': 'Ruby',
      Host: 'localhost:10304',
      'Content-Length': String(asOnTheWire.length),
      'Content-Type': 'multipart/form-data; boundary=-----------RubyMultipartPost',
    },
    body: asOnTheWire,
  })
  t.equal(answer.status, 201)
  t.equal(answer.text, 'Query Created')
  t.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
  const [, id = ''] = /^https:\/\/localhost:10304\/queries\/([0-9a-f]{24})$/.exec(answer.headers.location ?? '') ?? []
  t.match(await queries.get(id), {
    hub: 'hub',
    map: 'function map(patient) {\r\n  emit("é", 1);\r\n}\r\n',
    reduce: 'function(key, values){return Array.sum(values)}',
    filter: '',
    functions: 'function a(){}\r\nfunction b(){}\r\n// c',
  })
  t.match(lines.at(-1), { method: 'POST', path: '/queries', status: 201, hub: 'hub', query: id, fingerprint: /^\w\w:/ })
  t.notMatch(JSON.stringify(lines), 'emit')
  t.match(await ask(`/queries/${id}`, { headers: { Accept: 'application/json' } }), { status: 200 }, url)
})

t.test('parts may be plain fields; those that are missing are none', async (t) => {
  const { ask, queries } = await openHubSide(t)
  const form = new FormData()
  form.append('map', texts.map)
  form.append('reduce', texts.reduce)
  const { headers, body } = await encode(form)
  const { status, headers: answered } = await ask('/queries', { method: 'POST', headers, body })
  t.equal(status, 201)
  t.match(await queries.get(answered.location?.slice(-24) ?? ''), { filter: null, functions: null })
})

async function encode(form: FormData) {
  const encoded = new Response(form)
  return {
    headers: { 'Content-Type': encoded.headers.get('content-type') ?? '' },
    body: new Uint8Array(await encoded.arrayBuffer()),
  }
}

t.test('the same query again is another query', async (t) => {
  const { ask } = await openHubSide(t)
  const [first, second] = [await ask('/queries', submission(texts)), await ask('/queries', submission(texts))]
  t.not(first.headers.location, second.headers.location)
})

const refusals: { says: string; parts: Record<string, string | Uint8Array>; status: number; text: RegExp }[] = [
  { says: 'no map', parts: { reduce: 'r' }, status: 400, text: /^Map can't be blank$/ },
  { says: 'a blank map', parts: { map: ' \r\n', reduce: 'r' }, status: 400, text: /^Map can't be blank$/ },
  { says: 'no reduce', parts: { map: 'm' }, status: 400, text: /^Reduce can't be blank$/ },
  { says: 'nothing', parts: { version: '2.0' }, status: 400, text: /^Map can't be blank,Reduce can't be blank$/ },
  {
    says: 'a filter that is no JSON',
    parts: { ...texts, filter: '{"gender": "F",\r\n  "birthdate" 5}' },
    status: 400,
    text: /^the filter is not JSON: colon expected at line 2, column 15$/,
  },
  {
    says: 'a cut filter',
    parts: { ...texts, filter: '{' },
    status: 400,
    text: /not JSON: .*expected at line 1, column 2$/,
  },
  { says: 'a deep filter', parts: { ...texts, filter: '['.repeat(1e5) }, status: 400, text: /^the filter is not JSON/ },
  { says: 'a filter that is a list', parts: { ...texts, filter: '[]' }, status: 400, text: /is not a JSON object$/ },
  { says: 'no text', parts: { ...texts, map: Uint8Array.of(0xff, 0xfe) }, status: 400, text: /map is not UTF-8/ },
  {
    says: 'HQMF',
    parts: { hqmf: '<a/>', version: '1.0', codes: 'x' },
    status: 422,
    text: /^HQMF is not converted here/,
  },
  {
    says: 'a large part',
    parts: { ...texts, map: ' '.repeat(1.1e6) },
    status: 413,
    text: /part map is larger than 1,048,576/,
  },
  { says: 'a large body', parts: { ...texts, x: 'x'.repeat(5e6) }, status: 413, text: /body is larger than 4,194,304/ },
  {
    says: 'many parts',
    parts: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x${index}`, ''])),
    status: 400,
    text: /too many parts/,
  },
]

t.test('what is no query is refused with the reason, and nothing is kept', async (t) => {
  const { ask, queries } = await openHubSide(t)
  for (const { says, parts, status, text } of refusals) {
    const answer = await ask('/queries', submission(parts))
    t.equal(answer.status, status, says)
    t.match(answer.text, text, says)
    t.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
  }
  t.match(await ask('/queries/upload_hqmf', { method: 'POST' }), { status: 422, text: /^HQMF/ })
  t.strictSame(await queries.list(), [])
})

t.test('a part twice, a cut form, and what is no form are refused', async (t) => {
  const { ask } = await openHubSide(t)
  const whole = submission(texts)
  const twice = Buffer.from(whole.body.toString().replace('name="reduce"', 'name="map"'))
  const shorter = whole.body.subarray(0, -40)
  const sized = (body: Uint8Array) => ({
    ...whole,
    body,
    headers: { ...whole.headers, 'Content-Length': String(body.length) },
  })
  t.match(await ask('/queries', sized(twice)), { status: 400, text: /several parts named map/ })
  t.match(await ask('/queries', sized(shorter)), { status: 400, text: /not a complete multipart form/ })
  t.match(await ask('/queries', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }), {
    status: 415,
  })
  const compressed = { ...whole, headers: { ...whole.headers, 'Content-Encoding': 'gzip' } }
  t.match(await ask('/queries', compressed), { status: 415, text: /compressed/ })
})

t.test('a Host that could not stand in a URL is refused before anything is kept', async (t) => {
  const { ask, queries } = await openHubSide(t)
  const { headers, ...rest } = submission(texts)
  for (const host of ['a b', 'a/b', '"><x>', 'x@y', `${'a'.repeat(300)}:1`, 'a:123456', '[::1'])
    t.match(
      await ask('/queries', { ...rest, headers: { ...headers, Host: host } }),
      { status: 400, text: /Host/ },
      host,
    )
  t.strictSame(await queries.list(), [])
  for (const host of ['[::1]:8443', 'clinic-7.example.org', '127.0.0.1:10304'])
    t.match(
      await ask('/queries', { ...rest, headers: { ...headers, Host: host } }),
      { status: 201, headers: { location: new RegExp(`^https://${host.replace(/[[\]]/g, '\\$&')}/queries/`) } },
      host,
    )
})

t.test('a hub with too many unfinished queries is told to come again, others are not held up', async (t) => {
  const { ask, submit, runner } = await openHubSide(t, { limits: { unfinished: 3 } })
  const first = await submit()
  await submit()
  const answers = await Promise.all([0, 1, 2].map(() => ask('/queries', submission(texts))))
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 429, 429])
  const refusal = answers.find(({ status }) => status === 429)
  t.match(refusal, { headers: { 'retry-after': '60' }, text: /^3 queries of this hub are not finished yet$/ })
  t.match(await ask('/queries', submission(texts), await issueHub('other hub')), { status: 201 })
  await runner.fail(first, 'done')
  t.match(await ask('/queries', submission(texts)), { status: 201 })
})

t.test('a hub can not fill the disk with texts, and does not stand in the way of another', async (t) => {
  const size = Object.values(texts).join('').length
  const { ask, submit, queries } = await openHubSide(t, { limits: { charactersPerDay: 2 * size } })
  // What is over is kept all the same.
  for (let count = 0; count < 2; count++) await queries.cancel(await submit(texts), 'done')
  t.match(await ask('/queries', submission(texts)), {
    status: 429,
    headers: { 'retry-after': '3600' },
    text: /^this hub has sent too much text today$/,
  })
  t.match(await ask('/queries', submission(texts), await issueHub('other hub')), { status: 201 })
})

t.test('a hub that sends slowly keeps only itself out', async (t) => {
  const { ask, url, identity } = await openHubSide(t)
  const { hostname, port } = new URL(url)
  const head = 'POST /queries HTTP/1.1\r\nHost: x\r\nContent-Length: 4194304\r\nExpect: 100-continue\r\n\r\n'
  const slow = [0, 1, 2, 3].map(() => connect({ ...identity, host: hostname, port: Number(port) }))
  t.teardown(() => slow.map((socket) => socket.destroy()))
  // That it may go on means that it is being read.
  for (const socket of slow) socket.write(head)
  await Promise.all(slow.map((socket) => once(socket, 'data')))
  t.match(await ask('/queries', submission(texts), await issueHub('other hub')), { status: 201 })
  t.match(await ask('/queries', submission(texts)), { status: 503, headers: { 'retry-after': '1' } })
})

t.test('a hub that asks without end is slowed down, and no other', async (t) => {
  const { ask } = await openHubSide(t, { limits: { submissionsPerMinute: 3, requestsPerMinute: 5 } })
  const other = await issueHub('other hub')
  for (const status of [400, 400, 400, 429]) t.equal((await ask('/queries', submission({}))).status, status)
  t.equal((await ask('/')).status, 200)
  t.match(await ask('/'), { status: 429, headers: { 'retry-after': '60' }, text: /^more than 5 requests a minute$/ })
  t.equal((await ask('/queries', submission({}), other)).status, 400)
})

t.test('while all hubs together have too many queries, none is told that its own is wrong', async (t) => {
  const { ask, queries } = await openHubSide(t)
  queries.submit = () => Promise.reject(new QueryRefused('full', '500 queries wait already'))
  t.match(await ask('/queries', submission(texts)), {
    status: 429,
    headers: { 'retry-after': '60' },
    text: /^500 queries/,
  })
})
