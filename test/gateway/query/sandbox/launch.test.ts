// What code could do in a sandbox process if it ever came out of its realm.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { prepareLaunch } from '../../../../gateway/query/sandbox/launch.ts'

/** Runs a text in a process such as queries have, in place of our own program; answers with what it prints. */
async function printed(program: string, heap = 64): Promise<string> {
  const launch = await prepareLaunch(program)
  const child = launch({ heap, processorTime: 2 })
  return child.stdout ? text(child.stdout) : ''
}

const attempts: Record<string, string> = {
  'read a file': "require('node:fs').readFileSync('/etc/passwd')",
  'read its own environment': "require('node:fs').readFileSync('/proc/self/environ')",
  'list a folder': "require('node:fs').readdirSync('/')",
  'write a file': "require('node:fs').writeFileSync('/tmp/scoop-must-not-be', 'x')",
  'ask whether a file is there': "if (!require('node:fs').existsSync('/etc/passwd')) throw new Error()",
  'start a process': "require('node:child_process').execFileSync('/bin/true')",
  'start a thread': "new (require('node:worker_threads').Worker)('', { eval: true })",
  'make code of a text': "eval('1')",
  'make a function of a text': "new Function('return 1')()",
  'load native code': "process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6')",
  'open a database': "new (require('node:sqlite').DatabaseSync)('/tmp/scoop-must-not-be.sqlite')",
  'open an inspector': "require('node:inspector').open(0)",
  'use WASI': "new (require('node:wasi').WASI)({ version: 'preview1' })",
}

for (const [what, code] of Object.entries(attempts)) {
  t.test(`it could not ${what}`, async (t) => {
    t.equal(await printed(`try { ${code}; console.log('done') } catch { console.log('refused') }`), 'refused\n')
  })
}

t.test('it could not reach the network', async (t) => {
  const program = `try {
    require('node:net').connect(80, '127.0.0.1').on('error', ({ code }) => console.log(code)).on('connect', () => console.log('connected'))
  } catch ({ code }) { console.log(code) }`
  t.equal(await printed(program), 'ERR_ACCESS_DENIED\n')
})

t.test('it finds no environment but the time zone', async (t) => {
  t.equal(await printed('console.log(Object.keys(process.env).join())'), 'TZ\n')
  t.equal(await printed('console.log(new Date(2013, 6, 1).toString())'), `${new Date(2013, 6, 1).toString()}\n`)
})

t.test('where memory runs out, the kernel ends it before anything else', async (t) => {
  const launch = await prepareLaunch("process.stdout.write('begun'); setInterval(() => {}, 1000)")
  const child = launch({ heap: 64, processorTime: 10 })
  t.teardown(() => child.kill('SIGKILL'))
  if (child.stdout) await once(child.stdout, 'data')
  t.equal(readFileSync(`/proc/${child.pid}/oom_score_adj`, 'utf8').trim(), '1000')
})

t.test('it does not go on when its time on the processor is over', async (t) => {
  t.equal(await printed("process.stdout.write('begun'); setTimeout(() => { for (;;); }, 10)"), 'begun')
})
