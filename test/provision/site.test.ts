import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { limitsOf } from '../../provision/site/thresholds.ts'
import { leafPaths } from '../../provision/site/walk-schema.ts'
import { loadSite, readSite, Site } from '../../provision/site.ts'

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

t.test('unknown keys are told one by one, each with its own line and the keys that there are', async (t) => {
  const text = 'nmae: x\nclinic:\n  network: 10.0.0.0/8\n  colour: green\n  smell: none\n'
  t.throws(() => readSite(text, 's.yaml'), {
    message:
      /^s.yaml:1 nmae: there is no such key; known are name, .*\ns.yaml:4 clinic.colour: .*network, backup-oscar\ns.yaml:5 clinic.smell: /,
  })
})

t.test('what a key is for is told beside what is wrong with it', async (t) => {
  t.throws(() => readSite('clinic:\n  backup-oscar: a b\n', 's.yaml'), { message: /HOST:PORT.*\(the backup OSCAR/ })
})

const wrong: { says: string; text: string; message: RegExp }[] = [
  { says: 'a name with capitals', text: 'name: Clinic', message: /:1 name: lower-case/ },
  { says: 'no network', text: 'clinic:\n  network: 10.0.0.0', message: /:2 clinic.network: a network/ },
  { says: 'an address in place of its network', text: 'clinic:\n  network: 10.0.0.5/24', message: /:2 clinic.network/ },
  {
    says: 'an entry of a list',
    text: 'ssh:\n  from:\n    - 10.0.0.0/24\n    - home',
    message: /:4 ssh.from.1: a network/,
  },
  { says: 'no time zone', text: 'time-zone: Atlantis/Capital', message: /:1 time-zone: .*IANA/ },
  { says: 'a yes that is no boolean', text: 'accept-eol: "yes"', message: /:1 accept-eol: .*boolean/ },
  {
    says: 'limits the wrong way round',
    text: 'thresholds:\n  import-hours: { warning: 99, critical: 9 }',
    message: /:2 .*before/,
  },
  {
    says: 'free room the wrong way round',
    text: 'thresholds:\n  disk-free-percent: { critical: 50 }',
    message: /:2 .*before/,
  },
  { says: 'a text in place of a section', text: 'gateway: yes please', message: /:1 gateway: .*expected object/ },
  {
    says: 'a password in an address',
    text: 'gateway:\n  store: mongodb://me:hunter2@127.0.0.1/x',
    message: /:2 gateway.store: a password belongs into a file/,
  },
  {
    says: 'none of several forms',
    text: 'export:\n  backup-done: { marker: /x, at: "03:30" }',
    message: /:2 export.backup-done: exactly one of marker, at, quiet, notified.*when to export/,
  },
  { says: 'a key twice', text: 'name: a\nname: b', message: /^s.yaml:\d .*unique/ },
]

for (const { says, text, message } of wrong) {
  t.test(`refused with its line: ${says}`, async (t) =>
    t.throws(() => readSite(text, 's.yaml'), { exitCode: 2, message }),
  )
}

t.test('no value is repeated in an error, for it may be a secret', async (t) => {
  const text =
    'hub:\n  address: https://me:hunter2@hub\nname: HUNTER2\ntime-zone: hunter2\ngateway:\n  pseudonyms: hunter2\n'
  try {
    readSite(text, 's.yaml')
    t.fail('it was taken')
  } catch (error) {
    t.match(error, { message: /s.yaml:2 hub.address.*\n.*3 name.*\n.*4 time-zone.*\n.*6 gateway.pseudonyms/ })
    t.notMatch(String(error), /hunter2/i)
  }
})

t.test('the example is a valid site file and names every key that there is, and no other', async (t) => {
  const text = readFileSync(new URL('../../provision/site.example.yaml', import.meta.url), 'utf8')
  readSite(text, 'site.example.yaml')
  const example = parse(text)
  const at = (path: string) => path.split('.').reduce((value, key) => value?.[key], example)
  t.strictSame(
    leafPaths(Site).filter((path) => at(path) === undefined),
    [],
  )
})

t.test('a site changes the limits that it names, and leaves the others', async (t) => {
  const site = readSite('thresholds:\n  import-hours: { critical: 200 }\n', 's.yaml')
  t.strictSame(limitsOf(site, 'import-hours'), { warning: 26, critical: 200 })
  t.strictSame(limitsOf(site, 'disk-free-percent'), { warning: 20, critical: 10 })
})
