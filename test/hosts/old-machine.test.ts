import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import { syntheticDocument } from '../fixtures/synthetic-documents.ts'
import { postForm } from '../gateway/open-gateway.ts'
import { attempt } from './commands.ts'
import { openOldMachine } from './old-machine.ts'
import { whyNoHosts } from './scenario.ts'

const missing = whyNoHosts(['cc', 'strip', 'patchelf'])
if (missing && process.env.CI === 'true') throw new Error(missing)

t.test('the bundle runs on Linux 3.2 without any library of the machine', { skip: missing ?? false }, async (t) => {
  using machine = await openOldMachine()
  t.notOk(existsSync(join(machine.root, 'lib')), 'there is none')

  const facts = `
    const { release, userInfo } = require('node:os')
    const answers = { release: release(), user: userInfo().username, random: crypto.randomUUID().length }
    require('node:dns').lookup('localhost', (error, address) => {
      const child = require('node:child_process').fork('/dev/null')
      child.on('exit', (fork) => console.log(JSON.stringify({ ...answers, address, fork })))
    })`
  const [program = '', ...rest] = [...machine.node, '-e', facts]
  const { stdout, stderr } = await attempt(program, rest)
  t.match(JSON.parse(stdout || '{}'), { user: 'root', random: 36, fork: 0, release: /^3\.2\./ }, stderr)

  await t.test('the front door answers', async (t) => {
    const { code, stdout } = await machine.endpoint(['--help'])
    t.equal(code, 0)
    t.match(stdout, 'gateway')
  })

  await t.test('every check finds something out, or says what it lacks', async (t) => {
    const { checks } = JSON.parse((await machine.endpoint(['check', '--json'])).stdout)
    t.match(checks, [{ check: 'hardware', summary: /x86_64|\d cores/ }])
    for (const { check, summary } of checks) t.not(summary, 'the check itself failed', check)
  })

  await t.test('the gateway imports a document and keeps its record', async (t) => {
    const gateway = machine.start(['gateway', '--data', '/tmp/data', '--http', '127.0.0.1:0'])
    t.teardown(() => void gateway.kill('SIGKILL'))
    const lines = createInterface({ input: gateway.stdout ?? process.stdin })
    const [line] = (await once(lines, 'line')) as [string]
    const url = /http=(\S+)/.exec(line)?.[1] ?? ''
    t.equal((await postForm(url, [['content', syntheticDocument(1)]])).status, 201)
    const { stdout } = await machine.endpoint(['records', 'count', '--data', '/tmp/data'])
    t.equal(stdout, '1\n')
  })
})
