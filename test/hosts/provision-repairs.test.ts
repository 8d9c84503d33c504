import t from 'tap'
import { steps } from '../../provision/steps/index.ts'
import { clinicSite, moved, openTechnician } from './provisioning.ts'
import { openScenario, whyNoHosts } from './scenario.ts'

const missing = whyNoHosts()
if (missing && process.env.CI === 'true') throw new Error(missing)

const site = `${clinicSite}
oscar:
  source: mysql://scoophealth@10.44.0.9:3306/oscar_12_1
  password-file: /etc/scoop-endpoint/secrets/oscar-password
`

/** What somebody breaks, and the steps that mend it. */
const repairs = [
  { says: 'a folder that others may read', script: 'chmod 755 /var/lib/scoop-endpoint/gateway', mends: ['folders'] },
  {
    says: 'a release that nothing points at',
    script: 'rm /opt/scoop-endpoint/current',
    mends: ['release', 'services'],
  },
  {
    says: 'a site file that was edited',
    script: 'echo "# x" >> /etc/scoop-endpoint/site.yaml',
    mends: ['site-file', 'services'],
  },
  { says: 'a secret that its owner lost', script: 'chown root /etc/scoop-endpoint/secrets/*', mends: ['secrets'] },
  { says: 'a key that others may read', script: 'chmod 644 /etc/scoop-endpoint/tls/*.next', mends: ['certificates'] },
  { says: 'a firewall that is off', script: 'ufw disable; ufw allow 5900', mends: ['firewall'] },
  { says: 'a firewall that forgets IPv6', script: 'sed -i s/IPV6=yes/IPV6=no/ /etc/default/ufw', mends: ['firewall'] },
  { says: 'a firewall that allows by default', script: 'ufw default allow incoming', mends: ['firewall'] },
  {
    says: 'services that are stopped and forgotten',
    script: 'systemctl disable --now scoop-gateway scoop-export.timer',
    mends: ['services'],
  },
  {
    says: 'a gateway that hangs',
    script: 'kill -STOP $(systemctl show --value --property=MainPID scoop-gateway)',
    mends: ['services'],
  },
  { says: 'passwords that are let in', script: 'echo > /etc/ssh/sshd_config.d/00-scoop-endpoint.conf', mends: ['ssh'] },
  { says: 'logs without bounds', script: 'rm /etc/systemd/journald.conf.d/scoop-endpoint.conf', mends: ['logs'] },
] as const

/** The checks of all that runs would take as long again for each row; the first run has made them. */
const looked = steps.filter(({ verifies }) => !verifies).map(({ name }) => name)

t.test('an endpoint is put together whatever happens to it', { skip: missing ?? false }, async (t) => {
  await using scenario = await openScenario()
  const host = await scenario.boot('endpoint')
  using technician = await openTechnician(scenario, host, site)
  technician.write({ 'secrets/oscar-password': 'invented' })
  const shell = async (script: string) => (await host.exec(['sh', '-c', script])).stdout.trim()

  const first = await technician.provision()
  t.equal(first.code, 0, first.said)

  for (const { says, script, mends } of repairs) {
    await t.test(`mended: ${says}`, async (t) => {
      await shell(script)
      const { code, steps: done, said } = await technician.provision(['--only', ...looked])
      t.strictSame([code, moved(done)], [0, mends], said)
    })
  }
})
