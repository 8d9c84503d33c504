import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { now } from '../../../gateway/query/ids.ts'
import { sqliteQueryStore } from '../../../gateway/store/sqlite-query-store.ts'
import { aQuery, keepsTheQueryContract } from './query-contract.ts'

t.test('SQLite keeps the contract of queries', async (t) => {
  const folder = join(t.testdir(), 'data')
  await keepsTheQueryContract(t, () => sqliteQueryStore({ folder }))
})

t.test('a folder without a store is an empty store, and reading leaves it as it was', async (t) => {
  const folder = join(t.testdir(), 'data')
  const store = sqliteQueryStore({ folder })
  t.same([await store.list(10), await store.unfinished(), await store.audit.head()], [[], 0, undefined])
  t.equal(await store.claim({ holder: 'a', until: now() }), undefined)
  t.notOk(existsSync(folder))
  await store.close()
})

t.test('only the owner can read folder and files', async (t) => {
  const folder = join(t.testdir(), 'data')
  const store = sqliteQueryStore({ folder })
  t.teardown(() => store.close())
  await store.add(aQuery())
  t.equal(statSync(folder).mode & 0o777, 0o700)
  for (const file of readdirSync(folder)) t.equal(statSync(join(folder, file)).mode & 0o777, 0o600, file)
})

t.test('no statement changes or removes an entry of the audit log', async (t) => {
  const folder = join(t.testdir(), 'data')
  const store = sqliteQueryStore({ folder })
  await store.audit.append({ event: 'wiped', at: now(), by: 'anna', records: 3 })
  await store.close()
  const db = new DatabaseSync(join(folder, 'queries.sqlite'))
  t.teardown(() => db.close())
  t.throws(() => db.exec("UPDATE audit SET entry = ''"), /append-only/)
  t.throws(() => db.exec('DELETE FROM audit'), /append-only/)
})
