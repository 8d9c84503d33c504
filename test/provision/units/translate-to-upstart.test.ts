import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { cronFor, unitFiles, withEnvironment } from '../../../provision/units/installed-units.ts'
import { omissions, translateToUpstart } from '../../../provision/units/translate-to-upstart.ts'

const folder = new URL('../../../systemd/', import.meta.url).pathname
const units = globSync('*.service', { cwd: folder })

/** All that upstart 1.5 knows (`ubuntu-12.04.md` section 4.1); with any other stanza it knows nothing of the whole job. */
const stanzas = [
  ...['instance', 'description', 'author', 'version', 'env', 'export', 'start on', 'stop on', 'emits', 'exec'],
  ...['script', 'pre-start', 'post-start', 'pre-stop', 'post-stop', 'expect', 'task', 'kill timeout', 'kill signal'],
  ...['respawn', 'respawn limit', 'normal exit', 'console', 'umask', 'nice', 'oom score', 'limit', 'chroot', 'chdir'],
  ...['setuid', 'setgid', 'debug', 'manual', 'usage'],
]

const known = (line: string) => stanzas.some((stanza) => line === stanza || line.startsWith(`${stanza} `))
const jobOf = (unit: string) =>
  translateToUpstart(readFileSync(join(folder, unit), 'utf8'), { home: '/var/lib/scoop-endpoint' })

for (const unit of units) {
  t.test(`the job of ${basename(unit)} stays within upstart 1.5`, async (t) => {
    const lines = jobOf(unit).trimEnd().split('\n')
    t.strictSame(
      lines.filter((line) => !known(line)),
      [],
    )
    const count = (stanza: string) => lines.filter((line) => line.startsWith(`${stanza} `)).length
    t.equal(count('exec'), 1)
    t.equal(count('setuid'), 1, 'none runs as root')
    t.equal(count('console'), 1)
    t.ok(lines.every((line) => !/^limit nofile (?!\d+ \d+$)/.test(line)))
    t.notMatch(lines.join('\n'), /^expect/m, 'a wrong one wedges the job until the next boot')
    t.notMatch(lines.join('\n'), /env LD_/, "the machine's programs would break")
  })

  t.test(`what ${basename(unit)} loses on its way to upstart has a reason`, async (t) => {
    for (const [directive, reason] of Object.entries(omissions(readFileSync(join(folder, unit), 'utf8')))) {
      t.ok(reason.length > 5, directive)
    }
  })
}

t.test('a directive that nobody has decided about stops the translation', async (t) => {
  t.throws(() => translateToUpstart('[Service]\nExecStart=/bin/true\nDynamicUser=yes\n', { home: '/' }), /DynamicUser/)
})

t.test('facts of the site come into unit and job as variables', async (t) => {
  const unit = withEnvironment('[Service]\nExecStart=/bin/true\n', { TZ: 'America/Toronto' })
  t.match(unit, '[Service]\nEnvironment=TZ=America/Toronto\nExecStart')
  t.match(translateToUpstart(unit, { home: '/h' }), /^env TZ=America\/Toronto$/m)
})

t.test('a timer becomes a line of cron, which starts the job as often', async (t) => {
  const service = { name: 'scoop-export', timer: true, environment: {}, reads: [] }
  const files = await unitFiles(service, 'precise')
  t.strictSame(
    files.map(({ path }) => path),
    ['/etc/init/scoop-export.conf', '/etc/cron.d/scoop-export'],
  )
  t.match(files[1]?.content, /^\*\/10 \* \* \* \* root start scoop-export >\/dev\/null 2>&1\n$/m)
  t.match(files[1]?.content, /\n$/, 'cron ignores a last line without its end')
  t.throws(() => cronFor('x', '[Timer]\nOnCalendar=daily\n'), /nobody has decided/)
})
