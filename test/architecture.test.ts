import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import t from 'tap'

const root = new URL('..', import.meta.url).pathname
const modules = ['endpoint.ts', ...globSync('{provision,gateway,oscar-shadow,checks}/**/*.ts', { cwd: root })]

/** What several parts share: modules that import nothing of ours but one another. */
const leaves = [
  'provision/endpoint-error.ts',
  'provision/names.ts',
  'provision/site.ts',
  // The shadow writes it, checks read it.
  'provision/export-state.ts',
  'gateway/e2e-vocabulary.ts',
  ...[
    'gateway',
    'problems',
    'provisioning',
    'query-policy',
    'shadow',
    'shapes',
    'surroundings',
    'thresholds',
    'walk-schema',
  ].map((name) => `provision/site/${name}.ts`),
]

/** Each part, and the parts that it may import besides itself and the leaves. */
const mayImport: Record<string, string[]> = {
  'endpoint.ts': ['provision', 'gateway', 'oscar-shadow', 'checks'],
  provision: ['checks'],
  gateway: [],
  'oscar-shadow': [],
  checks: [],
}

const partOf = (module: string) => module.split('/')[0] ?? module

function importsOf(module: string): string[] {
  const source = readFileSync(join(root, module), 'utf8')
  const paths = [...source.matchAll(/(?:from|import\(|URL\()\s*'(\.[^']+)'/g)].map(([, path]) => path ?? '')
  return paths.map((path) => normalize(join(dirname(module), path)))
}

t.test('imports point downwards only', async (t) => {
  for (const module of modules) {
    const allowed = [partOf(module), ...(mayImport[partOf(module)] ?? [])]
    const strays = importsOf(module).filter((path) => !leaves.includes(path) && !allowed.includes(partOf(path)))
    t.strictSame(strays, [], module)
  }
})

t.test('what several parts share imports nothing of ours', async (t) => {
  for (const leaf of leaves)
    t.strictSame(
      importsOf(leaf).filter((path) => !leaves.includes(path)),
      [],
      leaf,
    )
})

t.test('importing and writing a document is pure: it touches neither files nor the network', async (t) => {
  const reached = new Set<string>()
  const visit = (module: string) => {
    if (reached.has(module)) return
    reached.add(module)
    importsOf(module).forEach(visit)
  }
  visit('gateway/import/index.ts')
  visit('oscar-shadow/e2e/index.ts')
  for (const module of reached) {
    const source = readFileSync(join(root, module), 'utf8')
    const builtIn = [...source.matchAll(/from 'node:([^']+)'/g)].map(([, name]) => name)
    t.strictSame(
      builtIn.filter((name) => name !== 'buffer' && name !== 'crypto'),
      [],
      module,
    )
  }
})

t.test("what runs in a query's realm imports nothing but the realm's own modules and the patient API", async (t) => {
  const inRealm = modules.filter((module) => /^gateway\/query\/(realm|patient-api)\//.test(module))
  t.ok(inRealm.includes('gateway/query/realm/driver.ts'))
  for (const module of inRealm) {
    const strays = importsOf(module).filter((path) => !inRealm.includes(path))
    t.strictSame(strays, [], module)
    t.notMatch(readFileSync(join(root, module), 'utf8'), /^import (?!type).*from '[^.]/m, module)
  }
})

t.test('the program of a sandbox process, which may read no file, imports types only', async (t) => {
  const host = readFileSync(join(root, 'gateway/query/sandbox/host.ts'), 'utf8')
  t.notMatch(host, /^import (?!type )/m)
})
