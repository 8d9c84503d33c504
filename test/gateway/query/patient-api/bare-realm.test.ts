import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import t from 'tap'

const folder = new URL('../../../../gateway/query/patient-api/', import.meta.url).pathname

t.test('the API works in a realm without any global of Node', async (t) => {
  const script = new URL('bare-realm.ts', import.meta.url).pathname
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script])
  const globals = ['Specifics', 'hQuery', 'patient']
  const found = { globals, count: 1, list: true, date: true, mine: 1, Specifics: {} }
  t.strictSame(JSON.parse(stdout), found)
})

t.test('the API imports nothing but its own modules', async (t) => {
  for (const file of globSync('*.ts', { cwd: folder })) {
    const specifiers = [...readFileSync(folder + file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)]
    for (const [, specifier = ''] of specifiers) t.match(specifier, /^\.\/[a-z-]+\.ts$/, file)
  }
})
