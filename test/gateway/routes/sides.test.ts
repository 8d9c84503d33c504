import t from 'tap'
import { e2eDocument } from '../../fixtures/e2e/document.ts'
import { openBoth } from '../open-both.ts'
import { postDocument } from '../open-gateway.ts'
import { idOf, submission } from './hub/open-hub-side.ts'

const texts = { map: 'function map(p) {}', reduce: 'function(k, v) {}' }
const unknown = '0123456789abcdef01234567'

/** `gateway-api.md` section 3: each route on the side it belongs to, 404 on the other. */
const routes: [method: string, path: string, clinic: number, hub: number][] = [
  ['GET', '/', 200, 200],
  ['GET', '/queries', 404, 200],
  ['POST', '/queries', 404, 415],
  ['GET', '/queries/new', 404, 404],
  ['POST', '/queries/upload_hqmf', 404, 422],
  ['GET', '/queries/QUERY', 404, 200],
  ['GET', '/queries/QUERY/edit', 404, 404],
  ['PUT', '/queries/QUERY', 404, 404],
  ['DELETE', `/queries/${unknown}`, 404, 404],
  // The hub may end its own query, and then there is nothing left to end.
  ['DELETE', '/queries/QUERY', 409, 200],
  ['GET', '/results', 404, 200],
  ['GET', `/results/${unknown}`, 404, 404],
  ['GET', '/hdata/index', 404, 200],
  ['GET', '/hdata/root.xml', 404, 200],
  ['POST', '/pmn/create', 404, 400],
  ['POST', '/pmn/PostRequest/1', 404, 400],
  ['GET', '/pmn/Close/1', 404, 200],
  ['POST', '/pmn/Stop/1', 404, 200],
  ['GET', '/health', 404, 200],
  // The original had no controller behind this one, and the hub calls it no more.
  ['POST', '/library_functions', 404, 404],
  ['POST', '/records/create', 415, 404],
  ['GET', '/sysinfo/load', 404, 404],
  ['DELETE', '/records/destroy', 200, 404],
]

t.test('neither listener serves what is for the other', async (t) => {
  const { url, https, hub } = await openBoth(t)
  const query = idOf(await hub('/queries', submission(texts)))
  for (const [method, path, clinicStatus, hubStatus] of routes) {
    const place = path.replace('QUERY', query)
    t.equal((await hub(place, { method })).status, hubStatus, `${method} ${path} of the hub side`)
    t.equal((await fetch(`${url}${place}`, { method })).status, clinicStatus, `${method} ${path} of the clinic side`)
  }
  await t.rejects(fetch(https.replace('https:', 'http:')), 'no plain HTTP on the hub side')
})

t.test('wiping on the hub side wipes nothing', async (t) => {
  const { url, hub } = await openBoth(t)
  await postDocument(url, e2eDocument())
  t.equal((await hub('/records/destroy', { method: 'DELETE' })).status, 404)
  t.equal((await postDocument(url, e2eDocument())).status, 201)
  const counts = await (await fetch(url, { headers: { Accept: 'application/json' } })).json()
  t.match(counts, { documents: { inserted: 1, unchanged: 1 } })
})

t.test('an operator at the clinic ends a query, and the hub reads that it failed and why', async (t) => {
  const { url, hub } = await openBoth(t)
  const query = idOf(await hub('/queries', submission(texts)))
  const cancel = () => fetch(`${url}/queries/${query}`, { method: 'DELETE' })
  const answer = await cancel()
  t.equal(answer.status, 200)
  t.equal(await answer.text(), 'Query cancelled')
  t.equal((await cancel()).status, 409)
  const { text } = await hub(`/queries/${query}`, { headers: { Accept: 'application/json' } })
  t.match(JSON.parse(text), { status: 'failed', error_message: 'it was cancelled at the clinic' })
})
