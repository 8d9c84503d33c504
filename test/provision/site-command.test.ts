import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { askSite } from '../../provision/ask-site.ts'
import { readSite } from '../../provision/site.ts'
import { siteText } from '../../provision/site-text.ts'
import { run } from '../run-endpoint.ts'

const facts = ['--name', 'clinic-07', '--network', '10.44.0.0/24']

t.test('flags become a valid site file with comments', async (t) => {
  const file = `${t.testdir({})}/site.yaml`
  const more = [
    '--backup-oscar',
    '10.44.0.20:3307',
    '--ssh-from',
    '10.1.0.0/16',
    '10.2.0.0/16',
    '--hub',
    'https://hub.example.org',
  ]
  const { code, stdout } = await run(['site', 'init', file, ...facts, ...more])
  t.equal(code, 0)
  t.equal(stdout, `${file}\n`)
  const written = readFileSync(file, 'utf8')
  t.match(readSite(written, file), {
    name: 'clinic-07',
    'time-zone': 'America/Vancouver',
    clinic: { network: '10.44.0.0/24', 'backup-oscar': '10.44.0.20:3307' },
    ssh: { from: ['10.1.0.0/16', '10.2.0.0/16'] },
    hub: { address: 'https://hub.example.org' },
    gateway: { https: '0.0.0.0:443' },
  })
  t.match(written, /^# Names the endpoint/m)
  t.equal(statSync(file).mode & 0o022, 0, 'nobody else may write it')
})

t.test('a file that is there is replaced only with --force', async (t) => {
  const file = `${t.testdir({ 'site.yaml': 'name: precious\n' })}/site.yaml`
  const kept = await run(['site', 'init', file, ...facts])
  t.equal(kept.code, 2)
  t.match(kept.stderr, /is there already\n.*--force/)
  t.equal(readFileSync(file, 'utf8'), 'name: precious\n')
  t.equal((await run(['site', 'init', file, ...facts, '--force'])).code, 0)
  t.match(readFileSync(file, 'utf8'), 'clinic-07')
})

t.test('what is wrong or missing is told all at once, and nothing is written', async (t) => {
  const cwd = t.testdir({})
  const wrong = await run(['site', 'init', '--name', 'Clinic', '--network', '10.0.0.0'], { cwd })
  t.equal(wrong.code, 2)
  t.match(wrong.stderr, /--name: lower-case.*\n--network: a network, such as/)
  const missing = await run(['site', 'init', '--hub', 'https://hub.example.org'], { cwd })
  t.equal(missing.code, 2)
  t.match(missing.stderr, /name and network.*\n.*--name … --network …/)
  t.throws(() => statSync(`${cwd}/site.yaml`), { code: 'ENOENT' })
})

t.test('at a terminal, each question is put until its answer is right; optional ones may stay empty', async (t) => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const said = text(output)
  input.write('Clinic 7\n\nclinic-07\n10.44.0.0/24\n\n\n\n\n')
  const answers = await askSite({}, input, output)
  output.end()
  t.strictSame(answers, { name: 'clinic-07', network: '10.44.0.0/24' })
  t.match(await said, /lower-case letters[\s\S]*this one is needed[\s\S]*network/)
  readSite(siteText(answers), 'site.yaml')
})

t.test('what flags have said is not asked again, and the end of the input breaks off', async (t) => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const said = text(output)
  input.end('\n')
  await t.rejects(askSite({ name: 'a', network: '10.0.0.0/8' }, input, output), { message: /nothing was written/ })
  output.end()
  t.notMatch(await said, /Name of/)
})

t.test('site check says that a file is valid, and what it leaves open', async (t) => {
  const file = `${t.testdir({ 's.yaml': 'name: clinic-07\n' })}/s.yaml`
  const { code, stdout } = await run(['site', 'check', file])
  t.equal(code, 0)
  t.match(stdout, /s.yaml is valid\nit does not say clinic.network/)
})

t.test('site check tells mistakes as text and as JSON, with exit code 2', async (t) => {
  const file = `${t.testdir({})}/s.yaml`
  writeFileSync(file, 'nmae: x\nclinic:\n  network: 10.0.0.0\n')
  const plain = await run(['site', 'check', file])
  t.equal(plain.code, 2)
  t.match(plain.stderr, /s.yaml:1 nmae: .*\n.*s.yaml:3 clinic.network: /)
  const json = await run(['site', 'check', file, '--json'])
  t.equal(json.code, 2)
  t.match(JSON.parse(json.stdout), {
    valid: false,
    problems: [
      { line: 1, key: 'nmae' },
      { line: 3, key: 'clinic.network', message: /a network/ },
    ],
  })
  t.equal((await run(['site', 'check', `${file}.none`])).code, 2)
})
