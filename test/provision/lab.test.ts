import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { run } from '../run-endpoint.ts'

const endpoint = fileURLToPath(new URL('../../endpoint.ts', import.meta.url))

t.test('endpoint lab shows the whole flow: from an invented clinic to the answers that a hub gets', async (t) => {
  const { code, stdout, stderr } = await run(['lab', '--patients', '40'])
  t.equal(code, 0, stderr)
  const pending = Number(/(\d+) records pending/.exec(stderr)?.[1])
  t.ok(pending > 20, 'most charts are of active patients')
  t.match(stderr, `${pending} records processed`)
  const counted = [...stdout.matchAll(/^\S+ aged \S+ to \d+ +(\d+)|^age unknown +(\d+)/gm)]
  const people = counted.reduce((sum, [, aged, unknown]) => sum + Number(aged ?? unknown), 0)
  t.equal(people, pending, 'the hub counts every exported patient once')
  t.match(stdout, /diabetes: patients/)
  t.match(stdout, /ATC C10/)
})

t.test('with --keep it says where everything is, until Ctrl-C ends it all', async (t) => {
  const { NODE_OPTIONS: _, ...env } = process.env
  const lab = spawn(process.execPath, [endpoint, 'lab', '--patients', '10', '--keep'], { env })
  t.teardown(() => void lab.kill('SIGKILL'))
  const ended = once(lab, 'exit')
  lab.stdout.resume()
  let told = ''
  for await (const line of createInterface({ input: lab.stderr })) {
    told += `${line}\n`
    if (line.startsWith('Ctrl-C')) break
  }
  const clinicSide = /OSCAR posts to +(\S+)\/records\/create/.exec(told)?.[1] ?? ''
  t.equal((await fetch(clinicSide)).status, 200)
  const folder = /certificates in +(\S+)\/tls/.exec(told)?.[1] ?? ''
  t.match(folder, tmpdir())
  lab.kill('SIGINT')
  t.strictSame(await ended, [0, null])
  await t.rejects(fetch(clinicSide), 'nobody listens any more')
  t.strictSame(globSync(`${folder}*`), [], 'nothing is left behind')
})
