import { statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openCheckpoint, type RunKey } from '../../oscar-shadow/checkpoint.ts'

const key: RunKey = { source: 'a.sql', target: 'http://gateway', mode: 'beginning', backup: null }

t.test('an interrupted run goes on: who is through is through, who failed is tried again', async (t) => {
  const folder = t.testdir({})
  {
    using run = openCheckpoint(folder, key, 'auto')
    t.notOk(run.resumed)
    run.note(1, 'delivered', 'h1')
    run.note(2, 'failed')
  }
  using run = openCheckpoint(folder, key, 'auto')
  t.ok(run.resumed)
  t.ok(run.isThrough(1))
  t.notOk(run.isThrough(2))
  t.notOk(run.isThrough(3))
  t.strictSame(run.counts(), { delivered: 1, unchanged: 0, failed: 1 })
})

const others: { says: string; change: Partial<RunKey> }[] = [
  { says: 'another backup', change: { backup: 'new' } },
  { says: 'another source', change: { source: 'b.sql' } },
  { says: 'another target', change: { target: 'http://other' } },
  { says: 'another mode', change: { mode: 'last' } },
]
for (const { says, change } of others) {
  t.test(`${says} is another run`, async (t) => {
    const folder = t.testdir({})
    openCheckpoint(folder, key, 'auto')[Symbol.dispose]()
    using run = openCheckpoint(folder, { ...key, ...change }, 'auto')
    t.notOk(run.resumed)
  })
}

t.test('somebody may say whether an interrupted run goes on', async (t) => {
  const folder = t.testdir({})
  openCheckpoint(folder, key, 'auto')[Symbol.dispose]()
  {
    using run = openCheckpoint(folder, { ...key, backup: 'new' }, 'always')
    t.ok(run.resumed)
  }
  using run = openCheckpoint(folder, key, 'never')
  t.notOk(run.resumed)
})

t.test('a finished run is not gone on with, and tells who left', async (t) => {
  const folder = t.testdir({})
  {
    using run = openCheckpoint(folder, key, 'auto')
    for (const patient of [1, 2, 3]) run.note(patient, 'delivered', `h${patient}`)
    t.strictSame(run.finish(true), [])
  }
  {
    using run = openCheckpoint(folder, key, 'auto')
    t.notOk(run.resumed)
    run.note(2, 'unchanged')
    t.equal(run.hashOf(2), 'h2', 'what was delivered stays known')
    t.strictSame(run.finish(false), [], 'a run of some patients says nothing about the others')
  }
  using run = openCheckpoint(folder, key, 'auto')
  run.note(2, 'failed')
  t.equal(run.hashOf(2), 'h2')
  t.strictSame(run.finish(true), [1, 3])
})

t.test('what one target has been given says nothing about another', async (t) => {
  const folder = t.testdir({})
  {
    using run = openCheckpoint(folder, key, 'auto')
    run.note(1, 'delivered', 'h1')
  }
  using run = openCheckpoint(folder, { ...key, target: 'http://other' }, 'auto')
  t.equal(run.hashOf(1), undefined)
})

t.test('two exports at once are one too many', async (t) => {
  const folder = t.testdir({})
  using run = openCheckpoint(folder, key, 'auto')
  run.note(1, 'delivered', 'h1')
  t.throws(() => openCheckpoint(folder, key, 'auto'), { message: 'another export is under way' })
})

t.test('nobody else may read it', async (t) => {
  process.umask(0o077)
  const folder = join(t.testdir({}), 'state')
  openCheckpoint(folder, key, 'auto')[Symbol.dispose]()
  t.equal(statSync(folder).mode & 0o777, 0o700)
  t.equal(statSync(join(folder, 'checkpoint.sqlite')).mode & 0o777, 0o600)
})
