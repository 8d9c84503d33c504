import { userInfo } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { printable } from '../../gateway/show-queries.ts'
import { sqliteQueryStore } from '../../gateway/store/sqlite-query-store.ts'
import { run } from '../run-endpoint.ts'
import {
  answerOf,
  aTicket,
  clinic,
  endless,
  engineOf,
  openRunning,
  queryOnce,
  trusting,
} from './query/running-queries.ts'

/** A gateway's queries in a data folder, and the front door's commands beside them. */
function openBeside(t: Test, needs: Parameters<typeof openRunning>[2] = {}) {
  const data = join(t.testdir(), 'data')
  const store = sqliteQueryStore({ folder: data })
  t.teardown(() => store.close())
  const { queries } = openRunning(t, store, needs)
  const command = (...words: string[]) => run([...words, '--data', data])
  return { data, store, queries, command }
}

const me = process.env.SUDO_USER ? `${process.env.SUDO_USER} as ${userInfo().username}` : userInfo().username

t.test('no text reads otherwise than it runs', (t) => {
  const cases: [text: string, shown: string][] = [
    ['// harmless\ru = 1', '// harmless\nu = 1'],
    ['// harmless\u2028u = 1', '// harmless\nu = 1'],
    ['// harmless\u2029u = 1\r\n\tv', '// harmless\nu = 1\n\tv'],
    ['"\u202e\u2066a\u200f"', '"··a·"'],
    ['a\u200db a\u3164b a\ufe0fb', 'a·b a·b a·b'],
    ['\u001b[2J\u009b2J', '·[2J·2J'],
    ['é 日本 👩 ½', 'é 日本 👩 ½'],
  ]
  for (const [text, shown] of cases) t.equal(printable(text), shown)
  t.end()
})

t.test('a person at the clinic reads, approves and declines what waits, and the gateway goes on', async (t) => {
  const { queries, command } = openBeside(t, { settings: clinic })
  t.match(await command('queries', 'pending'), { code: 0, stdout: '', stderr: 'no query waits for approval\n' })
  const good = await queries.submit(aTicket())
  const bad = await queries.submit(aTicket({ map: 'function map(p) { emit(p.json.hash_id, 1) }\u001b[2J' }))
  const pending = (await command('queries', 'pending')).stdout.trim().split('\n')
  t.equal(pending.length, 2)
  t.match(
    pending.find((line) => line.startsWith(good.id)),
    / {2}held {6}20.* {2}[0-9a-f]{12} {2}hub\.example/,
  )
  const page = (await command('queries', 'show', bad.id)).stdout
  t.match(page, /^status: +held: it waits for approval$/m)
  t.match(page, '--- map\nfunction map(p) { emit(p.json.hash_id, 1) }·[2J\n--- reduce\n')

  t.match((await command('queries', 'approve', good.id)).stdout, /^approved [0-9a-f]{64}; one query waited for it\n$/)
  t.match(await queryOnce(queries, good.id), { status: 'complete' })
  const declined = await command('queries', 'decline', bad.id, '--why', 'it asks for pseudonyms.', '--json')
  t.match(JSON.parse(declined.stdout), { verdict: 'declined', why: 'it asks for pseudonyms.', queries: 1 })
  const message = 'the clinic declined this query: it asks for pseudonyms'
  t.match(await queryOnce(queries, bad.id), { status: 'failed', errorMessage: message })
  const listed = (await command('queries', 'list', '--json')).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.same(new Set(listed.map(({ id }) => id)), new Set([good.id, bad.id]))
  const shown = JSON.parse((await command('queries', 'show', good.id, '--json')).stdout)
  t.match(shown, { decision: { verdict: 'approved', by: me }, result: { values: '{"all":12}' } })
  const again = await queries.submit(aTicket())
  t.match(await queryOnce(queries, again.id), { status: 'complete' }, 'the approval is remembered')
})

t.test('a text is named by its hash, whole or shortened', async (t) => {
  const { queries, store, command } = openBeside(t, { settings: clinic })
  const { id } = await queries.submit(aTicket())
  const hash = (await store.get(id))?.textHash ?? ''
  t.match(await command('queries', 'approve', hash.slice(0, 7)), { code: 1, stderr: /neither a query nor a text/ })
  t.match(await command('queries', 'approve', '0'.repeat(24)), { code: 1, stderr: /there is no query 0{24}/ })
  t.match(await command('queries', 'approve', hash.slice(0, 8)), { code: 0 })
  t.match(await queryOnce(queries, id), { status: 'complete' })
  t.match(await command('queries', 'approve', 'f'.repeat(64)), { code: 0, stdout: /0 queries waited/ }, 'in advance')
})

t.test('a running query is cancelled from beside the gateway', async (t) => {
  let stopped = false
  const engine = engineOf((texts, limits, signal) => {
    signal.addEventListener('abort', () => {
      stopped = true
    })
    return endless(texts, limits, signal)
  })
  const { queries, command } = openBeside(t, { engine })
  const { id } = await queries.submit(aTicket())
  await queryOnce(queries, id, ({ status }) => status === 'running')
  t.match(await command('queries', 'cancel', id, '--why', 'maintenance'), { code: 0, stdout: `cancelled ${id}\n` })
  t.match(await queryOnce(queries, id), { errorMessage: 'cancelled at the clinic: maintenance' })
  t.match(await command('queries', 'cancel', id), { code: 1, stderr: /is over: failed/ })
  await queries.close()
  t.ok(stopped)
})

t.test('the audit log can be listed and verified', async (t) => {
  const engine = engineOf(async () => answerOf({ many: 9, few: 2 }))
  const { data, queries, command } = openBeside(t, { engine, settings: trusting })
  const { id } = await queries.submit(aTicket())
  await queryOnce(queries, id)
  t.match(await command('records', 'wipe', '--yes'), { code: 0 })
  const entries = (await command('audit', 'list', '--json')).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.match(entries, [
    { seq: 1, event: 'submitted', by: 'hub.example', query: id },
    { seq: 2, event: 'ran', outcome: 'complete', recordsRead: 100, keysReturned: 1, suppressedCells: 1 },
    { seq: 3, event: 'wiped', by: me, records: 0, hash: /^[0-9a-f]{64}$/ },
  ])
  t.match((await command('audit', 'list')).stdout, /^ {5}2 {2}20\S+ {2}ran {8}hub\.example .*outcome=complete/m)
  const sound = await command('audit', 'verify')
  t.match(sound, { code: 0, stdout: `3 entries, none changed, removed or moved; it ends with 3:${entries[2].hash}\n` })

  const db = new DatabaseSync(join(data, 'queries.sqlite'))
  db.exec("DROP TRIGGER audit_entries_are_final; UPDATE audit SET entry = replace(entry, '100', '10') WHERE seq = 2")
  db.close()
  t.match(await command('audit', 'verify'), { code: 1, stdout: '', stderr: /audit entry 2: changed\n/ })
  const told = await command('audit', 'verify', '--json', '--head', `4:${'0'.repeat(64)}`)
  t.match(JSON.parse(told.stdout), { entries: 3, problems: [{ seq: 2 }, { seq: 4, problem: /cut off/ }] })
  t.match(await command('audit', 'verify', '--head', 'x'), { code: 2, stderr: /NUMBER:HASH/ })
})

t.test('where nobody has asked anything there is nothing to see, and nothing is made', async (t) => {
  const data = join(t.testdir(), 'none')
  const command = (...words: string[]) => run([...words, '--data', data])
  t.match(await command('queries', 'list'), { code: 0, stdout: '', stderr: 'there are no queries\n' })
  t.match(await command('queries', 'list', '--most', '0'), { code: 2, stderr: /no number for --most/ })
  t.match(await command('queries', 'show', '0'.repeat(24)), { code: 1 })
  t.match(await command('audit', 'list', '--json'), { code: 0, stdout: '' })
  t.match(await command('audit', 'verify'), { code: 0, stdout: /^0 entries/ })
  t.match(await command('queries', 'decline', '0'.repeat(64)), { code: 2, stderr: /--why/ })
})
