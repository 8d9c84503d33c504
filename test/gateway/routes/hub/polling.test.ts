import t from 'tap'
import { readFeed } from './atom.ts'
import { openHubSide, submission } from './open-hub-side.ts'

/** What Ruby's Net::HTTP adds to a request of its own accord. */
const ruby = { 'User-Agent': 'Ruby', Host: 'localhost:10304', Connection: 'close' }
const feedHeaders = { ...ruby, Accept: 'application/atom+xml' }
const jsonHeaders = { ...ruby, Accept: 'application/json' }

t.test('the original hub gets a query through, step by step', async (t) => {
  const { ask, runner } = await openHubSide(t)
  const { headers, ...rest } = submission({ map: 'function map(p) {}', reduce: 'function(k, v) {}', functions: '' })
  const submitted = await ask('/queries', { ...rest, headers: { ...headers, ...ruby } })
  t.equal(submitted.status, 201)
  const url = submitted.headers.location ?? ''
  const path = new URL(url).pathname
  const id = path.split('/').at(-1) ?? ''

  /** Steps 1 to 4: the feed names the query letter for letter, and the query tells its state. */
  const poll = async () => {
    const feed = await ask('/queries', { headers: feedHeaders })
    t.match(feed, { status: 200, headers: { 'content-type': /^application\/atom\+xml/ } })
    const { problems, entries } = await readFeed(feed.text)
    t.strictSame(problems, [])
    t.equal(entries.find((entry) => entry.id === url)?.link, url)
    const query = await ask(path, { headers: jsonHeaders })
    t.match(query, { status: 200, headers: { 'content-type': /^application\/json/ } })
    return JSON.parse(query.text)
  }

  const queued = await poll()
  t.match(queued, { status: 'queued' })
  t.notOk('result_url' in queued)
  await runner.start(id)
  t.match(await poll(), { status: 'running' })
  await runner.complete(id, '{"a b":213,"type_population":{"count":2}}')
  const complete = await poll()
  t.match(complete, { status: 'complete' })

  t.match(complete.result_url, /^https:\/\/localhost:10304\/results\/[0-9a-f]{24}$/)
  const result = await ask(new URL(complete.result_url).pathname, { headers: jsonHeaders })
  t.match(result, { status: 200, headers: { 'content-type': /^application\/json/ } })
  const { _id, query_id, created_at, ...values } = JSON.parse(result.text)
  t.strictSame(values, { 'a b': 213, type_population: { count: 2 } })
  t.equal(query_id, id)
  t.equal(_id, complete.result_url.slice(-24))
  t.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
})

t.test('a query that failed says why, and stays in the feed', async (t) => {
  const { ask, see, submit, runner } = await openHubSide(t)
  const id = await submit()
  await runner.fail(id, 'map failed in line 3: x is not defined')
  const feed = await readFeed((await see('/queries', 'application/atom+xml')).text)
  t.equal(feed.entries.length, 1)
  const query = JSON.parse((await ask(`/queries/${id}`, { headers: jsonHeaders })).text)
  t.match(query, { status: 'failed', error_message: 'map failed in line 3: x is not defined' })
  t.notOk('result_url' in query)
})

t.test('a query shows exactly the fields of the original', async (t) => {
  const { see, submit, runner } = await openHubSide(t)
  const id = await submit({ filter: ' {"gender": "F",\r\n "n": {"$gt": 1e3}}' })
  const fields = [
    '_id',
    'format',
    'map',
    'reduce',
    'functions',
    'filter',
    'status',
    'job_logs',
    'created_at',
    'updated_at',
  ]
  const queued = JSON.parse((await see(`/queries/${id}`, 'application/json')).text)
  t.strictSame(Object.keys(queued), fields)
  t.match(queued, {
    _id: id,
    format: null,
    functions: null,
    filter: { gender: 'F', n: { $gt: 1000 } },
    job_logs: [{ _id: /^[0-9a-f]{24}$/, message: 'Job enqueued', created_at: /T\d\d:\d\d:\d\dZ$/ }],
  })
  await runner.complete(id, '{}')
  const complete = JSON.parse((await see(`/queries/${id}`, 'application/json')).text)
  t.strictSame(Object.keys(complete), [...fields, 'result_url'])
})

t.test('a filter that is nested as deep as a body allows is shown all the same', async (t) => {
  const { see, submit } = await openHubSide(t)
  const id = await submit({ filter: `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}` })
  t.match(await see(`/queries/${id}`, 'application/json'), { status: 200 })
})

t.test('a query that emits nothing is complete, with a result of three members', async (t) => {
  const { see, submit, runner } = await openHubSide(t)
  const resultId = await runner.complete(await submit(), '{}')
  const result = JSON.parse((await see(`/results/${resultId}`, 'application/json')).text)
  t.strictSame(Object.keys(result), ['_id', 'query_id', 'created_at'])
})

t.test(
  'values go through letter for letter; a key with the name of a member of the result is told as lost',
  async (t) => {
    const { see, submit, runner } = await openHubSide(t)
    const odd = '{"":1,"a.b":2,"$x":null,"__proto__":{"_id":3},"10":[1e+21,0.1],"2":"é"}'
    const plain = await see(`/results/${await runner.complete(await submit(), odd)}`, 'application/json')
    t.ok(plain.text.endsWith(`Z",${odd.slice(1)}`))
    t.notOk('scoop-lost-keys' in plain.headers)
    const id = await submit()
    const clash = await see(`/results/${await runner.complete(id, '{"_id":7,"x":{"_id":1}}')}`, 'application/json')
    t.match(JSON.parse(clash.text), { _id: /^[0-9a-f]{24}$/, query_id: id, x: { _id: 1 } })
    t.equal(clash.headers['scoop-lost-keys'], '_id')
    const only = await see(`/results/${await runner.complete(id, '{"query_id":7}')}`, 'application/json')
    t.equal(JSON.parse(only.text).query_id, id)
  },
)

t.test('what the site has left out is told beside the result, not in it', async (t) => {
  const { see, submit, runner } = await openHubSide(t)
  const id = await runner.complete(await submit(), '{"x":20}', { cells: 3, minimum: 5 })
  const { headers, text } = await see(`/results/${id}`, 'application/json')
  t.match(headers, { 'scoop-suppressed-cells': '3', 'scoop-smallest-cell': '5' })
  t.notMatch(text, 'suppressed')
  t.match((await see(`/results/${id}`)).text, '3 small numbers (below 5) are left out')
})
