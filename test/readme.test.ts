import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { openGateway } from './gateway/open-gateway.ts'
import { run } from './run-endpoint.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const packageFile = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

t.test("README's curl posts its sample, and its record can be seen with the export", async (t) => {
  const { url, data } = await openGateway(t)
  const [command, ...words] = (/^curl .*$/m.exec(readme)?.[0] ?? '').replaceAll("'", '').split(' ')
  t.equal(command, 'curl')
  const here = words.map((word) => word.replace('http://127.0.0.1:3001', url))
  const { stdout } = await promisify(execFile)('curl', ['--silent', '--write-out', ' %{http_code}', ...here], {
    cwd: root,
  })
  t.equal(stdout, 'E2E Document imported 201')

  const exported = await run(['records', 'export', '--data', data])
  const expected = JSON.parse(readFileSync(new URL('./fixtures/e2e/sample.expected.json', import.meta.url), 'utf8'))
  t.strictSame(JSON.parse(exported.stdout), expected)
})

t.test('what README starts is what the package starts', async (t) => {
  t.match(readme, 'npm ci && npm start')
  t.equal(packageFile.scripts.start, 'node endpoint.ts lab')
  t.match(readme, /```sh\nnpm cit\n```/)
})

t.test('the folders and files that README names exist', async (t) => {
  for (const [, path] of readme.matchAll(/^\| `([\w./-]+)`.* \|/gm)) {
    if (path?.includes('/') || path?.includes('.')) t.ok(existsSync(`${root}${path}`), path)
  }
})
