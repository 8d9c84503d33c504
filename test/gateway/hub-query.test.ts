import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { e2eDocument } from '../fixtures/e2e/document.ts'
import { askAsHub, type HubRequest } from './hub-request.ts'
import { makeTestLab } from './lab.ts'
import { postDocument } from './open-gateway.ts'
import { readFeed } from './routes/hub/atom.ts'
import { submission } from './routes/hub/open-hub-side.ts'
import { startGateway } from './running-gateway.ts'

const lab = await makeTestLab(t)
const flags = [...lab.flags, '--policy', 'open']
const headers = { 'User-Agent': 'Ruby', Host: 'localhost:10304' }
const reduce = 'function(key, values) { return Array.sum(values) }'

/** Hands a query in and polls as the original hub does until it is over; answers the query, and its result if any. */
async function ask(https: string, parts: Record<string, string>) {
  const form = submission(parts)
  const hub = (path: string, request: HubRequest) => askAsHub(`${https}${path}`, lab.identity, request)
  const submitted = await hub('/queries', { ...form, headers: { ...form.headers, ...headers } })
  t.equal(submitted.status, 201)
  const url = submitted.headers.location ?? ''
  const get = async (path: string) =>
    JSON.parse((await hub(path, { headers: { ...headers, Accept: 'application/json' } })).text)
  for (;;) {
    const feed = await hub('/queries', { headers: { ...headers, Accept: 'application/atom+xml' } })
    const { problems, entries } = await readFeed(feed.text)
    t.strictSame(problems, [])
    t.ok(entries.some(({ id }) => id === url))
    const query = await get(new URL(url).pathname)
    if (query.status === 'failed') return { query, values: undefined }
    if (query.status === 'complete') {
      const { _id, query_id, created_at, ...values } = await get(new URL(query.result_url).pathname)
      return { query, values }
    }
    t.match(query.status, /^(queued|running)$/)
    await wait(50)
  }
}

t.test('documents go in at one side, and what a hub asks of them comes out at the other', async (t) => {
  await using gateway = await startGateway({ flags })
  await postDocument(gateway.url, e2eDocument())
  const map = "function map(patient) { emit('gender ' + patient.gender(), 1); emit({ type: 'population' }, helped()) }"
  const { query, values } = await ask(gateway.https, {
    map,
    reduce,
    filter: '',
    functions: 'function helped() { return 2 }',
  })
  t.strictSame(values, { 'gender F': 1, type_population: 2 })
  t.strictSame(
    query.job_logs.map(({ message }: { message: string }) => message),
    ['Job enqueued', 'Job running', 'Job successful'],
  )
  t.match(
    await ask(gateway.https, { map, reduce, filter: '{"gender":"M"}', functions: 'function helped() { return 2 }' }),
    {
      values: {},
    },
  )
})

t.test('a query that is wrong fails with a reason that quotes no record', async (t) => {
  await using gateway = await startGateway({ flags })
  await postDocument(gateway.url, e2eDocument())
  const { query } = await ask(gateway.https, {
    map: 'function map(patient) {\r\n  throw new Error(JSON.stringify(patient.json))\r\n}',
    reduce,
  })
  t.match(query, { status: 'failed', error_message: /map/ })
  t.notMatch(query.error_message, /98765|4711/)
  t.notMatch(gateway.stderr(), /98765|JSON\.stringify/)
})
