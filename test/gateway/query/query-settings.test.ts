import { readFileSync } from 'node:fs'
import t from 'tap'
import { mayAsk } from '../../../gateway/query/may-ask.ts'
import { defaultQuerySettings, readQuerySettings } from '../../../gateway/query/query-settings.ts'
import { readSite } from '../../../provision/site.ts'

const settingsOf = (yaml: string, flag?: 'clinic' | 'open') =>
  readQuerySettings(
    readSite(`gateway:\n  queries:\n${yaml.replace(/^/gm, '    ')}`, 'site.yaml').gateway?.queries ?? {},
    flag,
  )

t.test('the defaults favour the clinic', async (t) => {
  t.match(defaultQuerySettings, {
    policy: { approval: 'listed', minimumCell: 5, rowLevel: { keysPerPatient: 0.5, listLength: 100, textLength: 100 } },
    hubs: undefined,
    retention: { days: 90, queries: 1_000 },
    parallel: 2,
  })
})

t.test("README's site file says what holds without one", async (t) => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const yaml = /```yaml\n(gateway:\n {2}queries:.*?)```/s.exec(readme)?.[1] ?? ''
  const site = readSite(yaml, 'README.md').gateway?.queries ?? {}
  t.same(Object.keys(site), ['approval', 'minimum-cell', 'parallel', 'limits', 'retention'])
  t.strictSame(readQuerySettings(site, undefined), defaultQuerySettings)
})

t.test('a site says otherwise', async (t) => {
  const yaml = `approval: none
minimum-cell: 10
hubs: [hub.example]
parallel: 1
limits: { seconds: 60, memory-mib: 256, keys: 50, key-length: 80, result-bytes: 1000, list-length: 30 }
retention: { days: 7, queries: 20 }`
  t.match(settingsOf(yaml), {
    policy: {
      approval: 'none',
      minimumCell: 10,
      rowLevel: { keysPerPatient: 0.5, listLength: 30 },
      limits: { time: 60_000, memory: 256, keys: 50, keyLength: 80, result: 1_000 },
    },
    hubs: ['hub.example'],
    retention: { days: 7, queries: 20 },
    parallel: 1,
  })
})

t.test('an open policy asks for no approval and leaves nothing out, but keeps the limits', async (t) => {
  const yaml = 'approval: listed\nminimum-cell: 10\nlimits: { seconds: 60 }'
  for (const open of [settingsOf(yaml, 'open'), settingsOf(`policy: open\n${yaml}`)]) {
    t.match(open.policy, { approval: 'none', minimumCell: 0, rowLevel: undefined, limits: { time: 60_000 } })
  }
  t.match(settingsOf('policy: open\nlimits: { keys: 7 }').policy.limits, {
    keys: 7,
    keyLength: 10_000,
    result: 8_000_000,
  })
  t.match(settingsOf(`policy: open\n${yaml}`, 'clinic').policy, { approval: 'listed', minimumCell: 10 })
})

t.test('what a site may not say is told with its line', async (t) => {
  t.throws(() => settingsOf('approval: some\nminimum-cell: -1\nlimits: { result-bytes: 99000000, second: 1 }'), {
    message: /site.yaml:3 gateway.queries.approval.*\nsite.yaml:4 .*minimum-cell.*\nsite.yaml:5 .*result-bytes/,
  })
})

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
const another = 'cd'.repeat(32)
const hubs = [
  { says: 'without a list', list: undefined, may: true },
  { says: 'whose name is listed', list: ['other', 'hub.example'], may: true },
  { says: 'whose fingerprint is listed', list: [fingerprint.toLowerCase()], may: true },
  { says: 'whose fingerprint is listed without colons', list: ['ab'.repeat(32)], may: true },
  { says: 'that is not listed', list: ['hub', 'hub.example.org', 'ab'.repeat(31)], may: false },
  { says: 'with an empty list', list: [], may: false },
]
for (const { says, list, may } of hubs) {
  t.test(`a hub ${says} may ${may ? '' : 'not '}ask`, async (t) => {
    t.equal(mayAsk(list, { name: 'hub.example', fingerprint }), may)
  })
}
t.test("a hub whose name is another's fingerprint may not ask in its place", async (t) => {
  t.notOk(mayAsk([another], { name: another, fingerprint }))
})
