import { chmodSync, chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { writeDurably } from '../../gateway/write-durably.ts'

t.test('a file is written whole, for the owner alone unless said otherwise', async (t) => {
  const folder = t.testdir({})
  await writeDurably(join(folder, 'a'), 'secret')
  await writeDurably(join(folder, 'b'), new Uint8Array([104, 105]), { mode: 0o644 })
  t.equal(readFileSync(join(folder, 'b'), 'utf8'), 'hi')
  t.equal(statSync(join(folder, 'a')).mode & 0o777, 0o600)
  t.equal(statSync(join(folder, 'b')).mode & 0o777, 0o644)
  t.strictSame(readdirSync(folder), ['a', 'b'])
})

t.test('a file that is there is replaced, and becomes as private as wanted', async (t) => {
  const file = join(t.testdir({ a: 'old' }), 'a')
  chmodSync(file, 0o644)
  await writeDurably(file, 'new')
  t.equal(readFileSync(file, 'utf8'), 'new')
  t.equal(statSync(file).mode & 0o777, 0o600)
})

t.test('a file that must not be replaced stays, and no draft is left', async (t) => {
  const folder = t.testdir({ a: 'old' })
  await t.rejects(writeDurably(join(folder, 'a'), 'new', { replace: false }), { code: 'EEXIST' })
  t.equal(readFileSync(join(folder, 'a'), 'utf8'), 'old')
  t.strictSame(readdirSync(folder), ['a'])
})

t.test('of two writers at once, one wins, and nothing is mixed', async (t) => {
  const folder = t.testdir({})
  const write = (text: string) => writeDurably(join(folder, 'a'), text.repeat(9999), { replace: false })
  const outcomes = await Promise.allSettled(['x', 'y', 'z'].map(write))
  t.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  t.match(readFileSync(join(folder, 'a'), 'utf8'), /^(x+|y+|z+)$/)
  t.strictSame(readdirSync(folder), ['a'])
})

const unprivileged = process.geteuid?.() === 0 ? false : 'only root can give a file to somebody else'

t.test('what root writes belongs to whom the file or its folder belongs', { skip: unprivileged }, async (t) => {
  const folder = t.testdir({ sub: {} })
  const [mine, sub] = [join(folder, 'mine'), join(folder, 'sub')]
  chownSync(sub, 4711, 4712)
  await writeDurably(join(sub, 'new'), '')
  t.match(statSync(join(sub, 'new')), { uid: 4711, gid: 4712 })
  writeFileSync(mine, '')
  chownSync(mine, 4713, 4714)
  await writeDurably(mine, 'changed')
  t.match(statSync(mine), { uid: 4713, gid: 4714 })
})
