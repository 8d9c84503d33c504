import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { sqliteStore } from '../../../gateway/store/sqlite.ts'
import { aRecord, keepsTheContract } from './contract.ts'

const fixture = (name: string) => new URL(name, import.meta.url)

function freshStore(t: Test, writer?: URL) {
  const folder = join(t.testdir(), 'data')
  const store = sqliteStore({ folder, ...(writer && { writer }) })
  t.teardown(() => store.close())
  return { folder, file: join(folder, 'records.sqlite'), store }
}

t.test('SQLite keeps the contract', async (t) => {
  const { folder } = freshStore(t)
  await keepsTheContract(t, () => sqliteStore({ folder }), { unchanged: true })
})

t.test('a folder without a store is an empty store, and reading leaves it as it was', async (t) => {
  const { folder, store } = freshStore(t)
  t.same([await store.count(), await store.get('a'), await Array.fromAsync(store.scan())], [0, undefined, []])
  t.notOk(existsSync(folder))
})

t.test('only the owner can read folder and files', async (t) => {
  const { folder, store } = freshStore(t)
  await store.upsert(aRecord('a'))
  t.equal(statSync(folder).mode & 0o777, 0o700)
  const files = readdirSync(folder)
  t.ok(files.length >= 3, 'database, log and shared memory')
  for (const file of files) t.equal(statSync(join(folder, file)).mode & 0o777, 0o600, file)
})

t.test('records that arrive together share a commit', async (t) => {
  const { file, store } = freshStore(t)
  await store.upsert(aRecord('first'))
  const before = commits(`${file}-wal`)
  await Promise.all(Array.from({ length: 300 }, (_, n) => store.upsert(aRecord(`${n}`))))
  const made = commits(`${file}-wal`) - before
  t.ok(made >= 1 && made < 30, `${made} commits for 300 records`)
})

t.test('a record that SQLite refuses does not fail its neighbours', async (t) => {
  const { store } = freshStore(t)
  const upserts = ['a', '', 'b'].map((id) => store.upsert(aRecord(id)))
  const states = (await Promise.allSettled(upserts)).map(({ status }) => status)
  t.same(states, ['fulfilled', 'rejected', 'fulfilled'])
  await t.rejects(store.upsert(aRecord('')), { name: 'RecordRefused' })
  t.equal(await store.count(), 2)
})

t.test('a wipe leaves nothing of a record in any file, though another process has the store open', async (t) => {
  const { folder, store } = freshStore(t)
  const beside = fork(fixture('open-beside.ts'), [folder])
  await once(beside, 'message')
  const marked = (text: string) => aRecord('a', { text: `secret ${text.repeat(2_000)}` })
  await Promise.all(Array.from({ length: 200 }, (_, n) => store.upsert({ ...marked('x'), _id: `secret ${n}` })))
  await store.upsert({ ...marked('y'), _id: 'secret 1' })
  t.ok(filesWith(folder, 'secret').length > 0, 'the mark is there before')
  t.equal(await store.wipe(), 201)
  t.same(filesWith(folder, 'secret'), [])
  beside.send('go on')
  const [count] = await once(beside, 'message')
  t.equal(count, 0, 'the other process sees the wipe')
  await store.close()
  t.same(filesWith(folder, 'secret'), [])
})

t.test('a scan that pauses holds up no wipe, and ends with it', async (t) => {
  const { store } = freshStore(t)
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => store.upsert(aRecord(`${n}`))))
  const scan = store.scan()[Symbol.asyncIterator]()
  await scan.next()
  t.equal(await store.wipe(), 1_000)
  let more = 0
  while (!(await scan.next()).done) more += 1
  t.ok(more < 300, 'no more than the page that was read before')
})

t.test('a store that cannot be opened is unavailable, and works once it can', async (t) => {
  const { file, store } = freshStore(t)
  mkdirSync(file, { recursive: true })
  await t.rejects(store.upsert(aRecord('a')), { name: 'StoreUnavailable' })
  await t.rejects(store.count(), { name: 'StoreUnavailable' })
  rmdirSync(file)
  t.match(await store.upsert(aRecord('a')), { outcome: 'inserted' })
  t.equal(await store.count(), 1)
})

t.test('a full disk acknowledges nothing, and the store works once there is room', async (t) => {
  const { store } = freshStore(t)
  // Unheard, the signal would end the process; heard, the write fails.
  process.on('SIGXFSZ', () => {})
  await store.upsert(aRecord('before'))
  const large = (n: number) => aRecord(`large ${n}`, { text: 'x'.repeat(300_000) })
  limitFileSize('200000')
  const asked = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => store.upsert(large(n))))
  limitFileSize('unlimited')
  for (const state of asked) t.match(state, { reason: { name: 'StoreUnavailable' } })
  t.equal(await store.count(), 1)
  t.match(await store.upsert(large(1)), { outcome: 'inserted' })
})

t.test('a file that a newer release wrote is refused with both versions', async (t) => {
  const { folder, file, store } = freshStore(t)
  mkdirSync(folder)
  const db = new DatabaseSync(file)
  db.exec('PRAGMA user_version = 7')
  db.close()
  const refusal = { name: 'EndpointError', message: /schema 7.* up to 2/, advice: /release/ }
  await t.rejects(store.upsert(aRecord('a')), refusal)
  await t.rejects(store.count(), refusal)
})

t.test('a file of the first release is brought up to date, by a reader too', async (t) => {
  for (const by of ['writer', 'reader'] as const) {
    const { folder, file, store } = freshStore(t)
    mkdirSync(folder)
    const db = new DatabaseSync(file)
    db.exec(`CREATE TABLE records (id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''), effective_time REAL, hash_id TEXT,
      json TEXT NOT NULL) STRICT; PRAGMA user_version = 1`)
    db.prepare('INSERT INTO records VALUES (?, ?, ?, ?)').run('a', 1_000, 'person', aRecord('a').json)
    db.close()
    if (by === 'reader') t.match(await store.version(), ':0')
    t.match(await store.upsert(aRecord('b')), { outcome: 'inserted' })
    t.match(await store.version(), ':1')
    t.same(await store.get('a'), aRecord('a').json, by)
    await store.close()
    rmSync(folder, { recursive: true })
  }
})

t.test('a file in the place of another has another version', async (t) => {
  const { folder, store } = freshStore(t)
  await store.upsert(aRecord('a'))
  const version = await store.version()
  rmSync(folder, { recursive: true })
  t.not(await store.version(), version)
  await store.upsert(aRecord('a'))
  t.not(await store.version(), version)
})

t.test('a writer thread that dies acknowledges nothing and is started again', async (t) => {
  const { store } = freshStore(t, fixture('dying-writer.ts'))
  const asked = await Promise.allSettled(['a', 'b'].map((id) => store.upsert(aRecord(id))))
  for (const state of asked) t.match(state, { reason: { name: 'StoreUnavailable' } })
  t.match(await store.upsert(aRecord('b')), { outcome: 'inserted' })
  t.equal(await store.count(), 1)
})

t.test('a file that was removed is made anew', async (t) => {
  const { folder, store } = freshStore(t)
  await store.upsert(aRecord('a'))
  t.equal(await store.count(), 1)
  rmSync(folder, { recursive: true })
  t.equal(await store.count(), 0)
  t.match(await store.upsert(aRecord('b')), { outcome: 'inserted' })
  t.equal(await store.get('b'), aRecord('b').json)
})

t.test('closing finishes what was accepted', async (t) => {
  const { folder, file, store } = freshStore(t)
  const upserts = Array.from({ length: 100 }, (_, n) => store.upsert(aRecord(`${n}`)))
  await store.close()
  await Promise.all(upserts)
  t.notOk(existsSync(`${file}-wal`), 'the log went into the file')
  t.equal(await sqliteStore({ folder }).count(), 100)
})

t.test('a store that nobody closed keeps no process alive', async (t) => {
  const script = `import { sqliteStore } from ${JSON.stringify(new URL('../../../gateway/store/sqlite.ts', import.meta.url))}
    await sqliteStore({ folder: ${JSON.stringify(t.testdir())} }).upsert(${JSON.stringify(aRecord('a'))})`
  const options = { timeout: 20_000, env: { PATH: process.env.PATH ?? '' } }
  t.equal(spawnSync(process.execPath, ['--input-type=module', '--eval', script], options).status, 0)
})

/** The files of a folder that hold the text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text))
}

/** The largest file that this process may write, in bytes: a disk that fills up under our feet. */
function limitFileSize(bytes: string) {
  const { status } = spawnSync('prlimit', ['--pid', `${process.pid}`, `--fsize=${bytes}:`])
  if (status !== 0) throw new Error('prlimit (util-linux) did not set the limit')
}

/** Transactions in a write-ahead log: a frame's header says the size of the database if it ends one. */
function commits(file: string): number {
  const log = readFileSync(file)
  const frame = 24 + log.readUInt32BE(8)
  let count = 0
  for (let at = 32; at + frame <= log.length; at += frame) if (log.readUInt32BE(at + 4) > 0) count += 1
  return count
}
