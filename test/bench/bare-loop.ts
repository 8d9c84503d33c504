// One process of the bare loop that queries are compared with: reads its share of the records straight from the store,
// parses them and runs the map. No isolation, no limits, no copies: `store url, skip, count, year, api module`.
import { DatabaseSync } from 'node:sqlite'
import { Script } from 'node:vm'
import { diabetesQuery } from './diabetes-query.ts'

const [store = '', skip = '0', count = '0', year = '2014', api = ''] = process.argv.slice(2)
const { functions, map } = diabetesQuery(Number(year))
const sums: Record<string, number> = {}
const emit = (key: string, value: number) => {
  sums[key] = (sums[key] ?? 0) + value
}
const { hQuery } = await import(api)
Object.assign(globalThis, { hQuery, emit })
const run: (this: unknown) => void = new Script(
  `(function () { ${functions}\n${map}\npatient = new hQuery.Patient(this); map(patient) })`,
).runInThisContext()

for await (const document of store.startsWith('mongodb') ? fromMongo() : fromSqlite()) run.call(document)
console.log(JSON.stringify(sums))

function* fromSqlite() {
  const rows = new DatabaseSync(store, { readOnly: true }).prepare(
    'SELECT json FROM records ORDER BY id LIMIT ? OFFSET ?',
  )
  for (const row of rows.iterate(Number(count), Number(skip))) yield JSON.parse(String(row.json)) as unknown
}

async function* fromMongo() {
  const { MongoClient } = await import('mongodb')
  const client = await new MongoClient(store).connect()
  yield* client.db().collection('records').find().sort({ _id: 1 }).skip(Number(skip)).limit(Number(count))
  await client.close()
}
