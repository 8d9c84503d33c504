import t from 'tap'
import { parseStringPromise } from 'xml2js'
import { readFeed } from './atom.ts'
import { openHubSide } from './open-hub-side.ts'

const atom = 'application/atom+xml'

t.test('a feed without queries has all that a validating reader demands', async (t) => {
  const { see, url } = await openHubSide(t)
  const feed = await readFeed((await see('/queries', atom)).text)
  t.strictSame(feed, { problems: [], id: `${url}/queries`, updated: '2011-08-12T00:00:00Z', entries: [] })
})

t.test('the newest change comes first, and every query has its entry with the metadata of hData', async (t) => {
  const { see, submit, runner, url } = await openHubSide(t)
  const [first, second, third] = [await submit(), await submit(), await submit()]
  await runner.start(first)
  const { text } = await see('/queries', atom)
  const { problems, entries, updated } = await readFeed(text)
  t.strictSame(problems, [])
  t.strictSame(
    entries.map(({ id }) => id),
    [first, third, second].map((id) => `${url}/queries/${id}`),
  )
  t.equal(updated, entries[0]?.updated)
  t.match(entries[0], { title: 'Query Result', updated: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/ })
  const { feed } = await parseStringPromise(text, { explicitArray: false })
  t.match(feed, {
    title: 'Distributed Queries',
    author: { name: 'hQuery Gateway' },
    link: { $: { href: `${url}/hdata/index` } },
    entry: [
      {
        content: {
          $: { type: 'xml' },
          'md:DocumentMetadata': {
            $: { 'xmlns:md': 'http://projecthdata.org/hdata/schemas/2009/11/metadata' },
            'md:DocumentId': first,
            'md:RecordDate': { 'md:CreatedDateTime': String, 'md:Modified': { 'md:ModifiedDateTime': String } },
          },
        },
      },
      { content: { 'md:DocumentMetadata': { 'md:RecordDate': { 'md:Modified': undefined } } } },
      {},
    ],
  })
})

t.test('results have a feed of the same form', async (t) => {
  const { see, submit, runner, url } = await openHubSide(t)
  const id = await runner.complete(await submit(), '{}')
  const { problems, entries } = await readFeed((await see('/results', atom)).text)
  t.strictSame(problems, [])
  t.match(entries, [{ id: `${url}/results/${id}`, link: `${url}/results/${id}` }])
})

t.test('old finished queries leave the feed, unfinished ones never do', async (t) => {
  const { see, submit, runner, queries } = await openHubSide(t)
  const unfinished = await submit()
  const texts = { map: 'm', reduce: 'r', functions: null, filter: null, hub: 'hub' }
  for (let count = 0; count < 250; count++) await runner.fail((await queries.submit(texts)).id, 'x')
  const { entries } = await readFeed((await see('/queries', atom)).text)
  t.equal(entries.length, 200)
  t.ok(entries.at(-1)?.id.endsWith(unfinished))
})

t.test('hData tells what is where', async (t) => {
  const { see, url } = await openHubSide(t)
  const root = await see('/hdata/root.xml', 'text/html')
  t.match(root, { status: 200, headers: { 'content-type': 'application/xml; charset=utf-8' } })
  t.match(await parseStringPromise(root.text, { explicitArray: false }), {
    hcp: {
      $: { xmlns: 'http://projecthdata.org/hdata/schemas/2010/04/hcp' },
      name: 'Distributed Query',
      id: 'http://projecthquery.org/distributedquery',
      sections: { section: [{ $: { path: 'queries' } }, { $: { path: 'results' } }] },
    },
  })
  const index = await readFeed((await see('/hdata/index', atom)).text)
  t.match(index, {
    problems: [],
    entries: [
      { id: `${url}/results`, title: 'Query Results', updated: '2011-08-12T00:00:00Z' },
      { id: `${url}/queries`, title: 'Distributed Queries' },
    ],
  })
  t.match(await see('/hdata/index'), { status: 200, text: /href="\/results"/ })
})
