import t from 'tap'
import { checks } from '../../../checks/index.ts'
import { secretFiles } from '../../../provision/secret-files.ts'
import { readSite } from '../../../provision/site.ts'
import { metricsCron, monitoringFiles, nrpeFiles } from '../../../provision/steps/monitoring.ts'
import { tunnelFiles } from '../../../provision/steps/tunnel.ts'
import { cronFile } from '../../../provision/steps/updater.ts'

const site = readSite(
  `name: clinic-07
gateway: { https: 0.0.0.0:443, store: 'mongodb://gateway@127.0.0.1/records', store-password-file: /s/mongodb-password }
oscar: { source: 'mysql://u@10.44.0.20/oscar', password-file: /s/oscar-password }
updates: { repository: 'https://git.example.org/e.git' }
monitoring: { from: [10.44.0.9/32] }
tunnel: { to: 'tunnel@hub.example.org:2774', host-key: 'ssh-ed25519 AAAAC3Nz', id: 7 }
`,
  'site.yaml',
)

/** What cron of Ubuntu 12.04 takes: five fields, an account, a command without %, and a newline at the end. */
const cronLine = /^[\d*/,]+ \* \* \* \* root [^%]+$/

for (const [says, text] of [
  ['the updater', cronFile(site)],
  ['the metrics', metricsCron('/var/lib/m.prom')],
] as const) {
  t.test(`old crons read the file of ${says}`, async (t) => {
    const lines = text.split('\n')
    t.equal(lines.pop(), '')
    const others = lines.filter((line) => !/^(#|[A-Z]+=)/.test(line))
    t.equal(others.length, 1)
    t.match(others[0], cronLine)
  })
}

t.test('sites look for releases at different minutes', async (t) => {
  const minutes = ['a', 'b', 'c', 'd', 'e'].map((name) => cronFile({ ...site, name }).match(/^\d+/m)?.[0])
  t.ok(new Set(minutes).size > 1)
})

t.test('the tunnel ends at the ports that the hub knows the endpoint by', async (t) => {
  const [settings, hosts] = tunnelFiles(site)
  t.match(settings?.content, /RemoteForward localhost:10307 127\.0\.0\.1:443\n/)
  t.match(settings?.content, /RemoteForward localhost:30307 127\.0\.0\.1:22\n/)
  t.match(settings?.content, /StrictHostKeyChecking yes\n/)
  t.equal(hosts?.content, '[hub.example.org]:2774 ssh-ed25519 AAAAC3Nz\n')
})

t.test('each secret goes to the account that needs it', async (t) => {
  t.strictSame(secretFiles(site), [
    { path: '/s/oscar-password', owner: 'scoop-shadow' },
    { path: '/s/mongodb-password', owner: 'scoop-gateway' },
    { path: '/etc/scoop-endpoint/secrets/tunnel-key', owner: 'scoop-tunnel' },
  ])
})

t.test('NRPE may run each check as root, and nothing else', async (t) => {
  const files = nrpeFiles(site)
  const text = (path: string) => files.find((file) => file.path === path)?.content ?? ''
  const allowed = text(monitoringFiles.sudo).match(/NOPASSWD: .*/g) ?? []
  t.equal(allowed.length, checks.length + 1)
  t.ok(allowed.every((line) => /NOPASSWD: \S+\/bin\/endpoint check( [a-z-]+)? --nagios$/.test(line)))
  t.match(text(monitoringFiles.nrpe), /^allowed_hosts=127\.0\.0\.1,10\.44\.0\.9\/32$/m)
})
