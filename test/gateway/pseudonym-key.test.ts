import { execFile } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { pseudonymKey } from '../../gateway/pseudonym-key.ts'
import { run } from '../run-endpoint.ts'

t.test('a key is made once, for the owner alone, and stays', async (t) => {
  const file = join(t.testdir({}), 'secrets', 'pseudonym.key')
  const key = pseudonymKey(file)
  t.equal(key.length, 32)
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.equal(statSync(dirname(file)).mode & 0o777, 0o700)
  t.strictSame(pseudonymKey(file), key)
  t.strictSame(readdirSync(dirname(file)), ['pseudonym.key'])
})

t.test('two endpoints have two keys', async (t) => {
  const folder = t.testdir({})
  t.notSame(pseudonymKey(join(folder, 'a')), pseudonymKey(join(folder, 'b')))
})

t.test('of processes that start at once, all get the same key', async (t) => {
  const file = join(t.testdir({}), 'pseudonym.key')
  const module = new URL('../../gateway/pseudonym-key.ts', import.meta.url).href
  const script = `const { pseudonymKey } = await import(${JSON.stringify(module)}); console.log(Buffer.from(pseudonymKey(process.argv[1])).toString('hex'))`
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, file])
  const keys = (await Promise.all([run(), run(), run(), run()])).map(({ stdout }) => stdout.trim())
  t.equal(new Set(keys).size, 1)
  t.equal(readFileSync(file, 'utf8').trim(), keys[0])
})

t.test('a key that others may read is refused', async (t) => {
  const file = join(t.testdir({}), 'pseudonym.key')
  pseudonymKey(file)
  chmodSync(file, 0o640)
  t.throws(() => pseudonymKey(file), { message: `others may read the key ${file}`, advice: /chmod 600/ })
})

t.test('a damaged key is refused, never replaced', async (t) => {
  const file = join(t.testdir({}), 'pseudonym.key')
  writeFileSync(file, '', { mode: 0o600 })
  t.throws(() => pseudonymKey(file), { message: `${file} holds no key` })
  t.equal(readFileSync(file, 'utf8'), '')
})

t.test('a gateway does not make a new key for records that are stored already', async (t) => {
  const data = t.testdir({})
  const record = JSON.stringify({ _id: 'a', hash_id: 'h' })
  await run(['records', 'import', '-', '--data', data], { input: record })
  const { code, stderr } = await run(['gateway', '--data', data, '--http', '127.0.0.1:0'])
  t.equal(code, 1)
  t.match(stderr, /the store holds records, but their key .* is missing\nrestore/)
})
