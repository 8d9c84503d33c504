import { availableParallelism } from 'node:os'
import t from 'tap'
import { openImporter } from '../../../gateway/import/importer.ts'
import { e2eDocument } from '../../fixtures/e2e/document.ts'

const settings = { key: undefined, atcByDin: new Map() }
const document = Buffer.from(e2eDocument())

t.test('documents are imported in worker threads, many at once', async (t) => {
  const importer = openImporter(settings)
  t.teardown(() => importer.close())
  const imported = await Promise.all(Array.from({ length: 50 }, () => importer.import(document)))
  for (const { record } of imported) t.match(JSON.parse(record.json), { _id: '4711', hash_id: record.hash_id })
})

t.test('the keyed pseudonyms need the key', async (t) => {
  const [first, second] = [1, 2].map((byte) => openImporter({ ...settings, key: new Uint8Array(32).fill(byte) }))
  t.teardown(() => Promise.all([first?.close(), second?.close()]))
  const [one, other] = [await first?.import(document), await second?.import(document)]
  t.equal(one?.record.hash_id?.length, 44)
  t.not(one?.record.hash_id, other?.record.hash_id)
})

t.test('a refusal comes back whole from the other thread', async (t) => {
  const importer = openImporter(settings)
  t.teardown(() => importer.close())
  await t.rejects(importer.import(Buffer.from('<a/>')), {
    name: 'DocumentRefused',
    kind: 'unknown format',
    message: 'Unknown XML Format',
  })
})

t.test('a document that takes too long is refused, and the next one is imported', async (t) => {
  const importer = openImporter({ ...settings, timeout: 3000, worker: new URL('./stuck-worker.ts', import.meta.url) })
  t.teardown(() => importer.close())
  const stuck = Array.from({ length: availableParallelism() }, () => importer.import(Buffer.from('stuck')))
  const next = importer.import(document)
  for (const document of stuck) {
    await t.rejects(document, { kind: 'limit', message: 'the document takes longer than allowed' })
  }
  t.match(await next, { record: { _id: '4711' } }, 'though it had to wait')
})

t.test('a document that takes too much memory is refused, and the next one is imported', async (t) => {
  const importer = openImporter({ ...settings, memory: 48 })
  t.teardown(() => importer.close())
  const huge = Buffer.from(`<ClinicalDocument>${'<a b="1"> </a>'.repeat(900_000)}</ClinicalDocument>`)
  await t.rejects(importer.import(huge), { kind: 'limit', message: 'the document takes more memory than allowed' })
  t.match(await importer.import(document), { record: { _id: '4711' } })
})
