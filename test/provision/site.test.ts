import { join } from 'node:path'
import t from 'tap'
import { loadSite, readSite } from '../../provision/site.ts'

t.test('a site file gives the facts of the gateway', async (t) => {
  const site = readSite('gateway:\n  data: /srv/data\n  http: 10.0.0.5:3001\n  pseudonyms: sha224\n', 'site.yaml')
  t.strictSame(site, { gateway: { data: '/srv/data', http: '10.0.0.5:3001', pseudonyms: 'sha224' } })
})

t.test('an empty site file is one without wishes', async (t) => {
  t.strictSame(readSite('', 'site.yaml'), {})
})

t.test('every problem is told at once, with line and key', async (t) => {
  const text = 'gateway:\n  http: everywhere\n  pseudonyms: md5\n  stoer: sqlite\n'
  t.throws(() => readSite(text, 'site.yaml'), {
    exitCode: 2,
    message: /^site.yaml:2 gateway.http: HOST:PORT.*\nsite.yaml:3 gateway.pseudonyms: .*\nsite.yaml:4 gateway.stoer: /,
  })
})

t.test('broken YAML is told with its line', async (t) => {
  t.throws(() => readSite('gateway:\n  http: "\n', 'site.yaml'), { exitCode: 2, message: /^site.yaml:\d / })
})

t.test('a site file that was named must exist', async (t) => {
  t.throws(() => loadSite(join(t.testdir({}), 'none.yaml')), { message: /site file/, advice: /--site/ })
})
