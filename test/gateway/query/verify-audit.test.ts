import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { now } from '../../../gateway/query/ids.ts'
import { verifyAudit } from '../../../gateway/query/verify-audit.ts'
import { sqliteQueryStore } from '../../../gateway/store/sqlite-query-store.ts'
import { aQuery } from '../store/query-contract.ts'

/** A log of six entries, the second of them of a query, and a way to tamper with its file. */
async function aLog(t: Test) {
  const folder = t.testdir()
  const store = sqliteQueryStore({ folder })
  t.teardown(() => store.close())
  const query = aQuery()
  await store.add(query)
  for (let n = 1; n <= 6; n += 1) {
    if (n === 2)
      await store.audit.append({ event: 'ran', at: now(), by: 'hub', query: query.id, textHash: query.textHash })
    else await store.audit.append({ event: 'wiped', at: now(), by: 'anna', records: n })
  }
  const tamper = (sql: string) => {
    const db = new DatabaseSync(join(folder, 'queries.sqlite'))
    db.exec(`DROP TRIGGER audit_entries_stay; DROP TRIGGER audit_entries_are_final; ${sql}`)
    db.close()
  }
  return { store, tamper }
}

t.test('a log that nobody touched is sound', async (t) => {
  const { store } = await aLog(t)
  const { entries, head, problems } = await verifyAudit(store.audit)
  t.same([entries, head, problems], [6, await store.audit.head(), []])
})

t.test('a store without a log is sound', async (t) => {
  const store = sqliteQueryStore({ folder: join(t.testdir(), 'none') })
  t.same(await verifyAudit(store.audit), { entries: 0, head: { seq: 0, hash: '0'.repeat(64) }, problems: [] })
})

const swap = `UPDATE audit SET seq = -3 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4;
  UPDATE audit SET seq = 4 WHERE seq = -3`

const tamperings = [
  {
    says: 'an entry that was changed',
    sql: `UPDATE audit SET entry = replace(entry, 'anna', 'berta') WHERE seq = 3`,
    found: /^3 changed/,
  },
  { says: 'an entry that is no JSON any more', sql: `UPDATE audit SET entry = 'x' WHERE seq = 3`, found: /^3 moved/ },
  {
    says: 'a hash that was changed',
    sql: `UPDATE audit SET hash = '${'1'.repeat(64)}' WHERE seq = 3`,
    found: /^3 changed/,
  },
  { says: 'an entry that was removed', sql: 'DELETE FROM audit WHERE seq = 3', found: /^4 removed: entries 3 to 3/ },
  { says: 'the first entries removed', sql: 'DELETE FROM audit WHERE seq < 3', found: /^3 removed: entries 1 to 2/ },
  { says: 'entries that changed places', sql: swap, found: /^3 moved.*\n4 moved/ },
  { says: 'the end cut off', sql: 'DELETE FROM audit WHERE seq > 4', found: /^5 cut off: entries 5 to 6/ },
  { says: 'everything removed', sql: 'DELETE FROM audit', found: /^1 cut off: entries 1 to 6/ },
  { says: 'the text of a query that ran changed', sql: `UPDATE texts SET map = 'x'`, found: /^2 the query texts/ },
]
for (const { says, sql, found } of tamperings) {
  t.test(`${says}: it is found, and where`, async (t) => {
    const { store, tamper } = await aLog(t)
    tamper(sql)
    const { problems } = await verifyAudit(store.audit)
    t.match(problems.map(({ seq, problem }) => `${seq} ${problem}`).join('\n'), found)
  })
}

t.test('a gap at the end stays to be seen when the log goes on', async (t) => {
  const { store, tamper } = await aLog(t)
  tamper('DELETE FROM audit WHERE seq > 4')
  await store.audit.append({ event: 'wiped', at: now(), by: 'anna', records: 7 })
  t.match((await verifyAudit(store.audit)).problems, [{ seq: 7, problem: /entries 5 to 6 are missing/ }])
})

t.test('a log cut off together with its head is found by a head that was kept elsewhere', async (t) => {
  const { store, tamper } = await aLog(t)
  const kept = await store.audit.head()
  tamper(
    'DELETE FROM audit WHERE seq > 4; INSERT OR REPLACE INTO audit_head SELECT 1, seq, hash FROM audit WHERE seq = 4',
  )
  t.same((await verifyAudit(store.audit)).problems, [])
  t.match((await verifyAudit(store.audit, kept)).problems, [{ seq: 5, problem: /cut off/ }])
  for (const records of [8, 9]) await store.audit.append({ event: 'wiped', at: now(), by: 'anna', records })
  t.match((await verifyAudit(store.audit, kept)).problems, [{ seq: 6, problem: /rewritten/ }])
})
