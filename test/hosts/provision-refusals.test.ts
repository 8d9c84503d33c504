import t from 'tap'
import { clinicSite, openTechnician } from './provisioning.ts'
import { openScenario, whyNoHosts } from './scenario.ts'

const missing = whyNoHosts()
if (missing && process.env.CI === 'true') throw new Error(missing)

const site = `${clinicSite}
oscar:
  source: mysql://scoophealth@10.44.0.9:3306/oscar_12_1
  password-file: /etc/scoop-endpoint/secrets/oscar-password
`

/** What provisioning can't mend, and what it says. */
const reports = [
  {
    says: 'a port that somebody else has',
    script:
      'systemctl stop scoop-gateway; systemd-run --quiet --unit=thief systemd-socket-activate -l 3001 --inetd -a cat',
    message: /step services: .*[\s\S]*scoop-gateway said last:[\s\S]*3001[\s\S]*journalctl -u scoop-gateway/,
    after: 'systemctl stop thief',
  },
  {
    says: 'a firewall that would lock the technician out',
    site: site.replace('from: [10.44.0.0/24]', 'from: [192.0.2.0/24]'),
    message: /step firewall: the firewall would lock you out: you are connected from 10\.44\.0\.9/,
  },
  {
    says: 'a machine that is too small',
    site: site.replace('memory-gb: 1', 'memory-gb: 4000'),
    message: /step preflight: critical hardware: too little/,
  },
  {
    says: 'a secret that nobody brought',
    site: `${site}  tls-ca: /etc/scoop-endpoint/ca.pem\n`.replaceAll('oscar-password', 'other-password'),
    message: /step secrets: .*other-password[\s\S]*secrets\/other-password/,
  },
]

t.test('what it can not mend is told, with its cause', { skip: missing ?? false }, async (t) => {
  await using scenario = await openScenario()
  const host = await scenario.boot('endpoint')
  using technician = await openTechnician(scenario, host, site)
  technician.write({ 'secrets/oscar-password': 'invented' })
  const shell = async (script: string) => (await host.exec(['sh', '-c', script])).stdout.trim()

  const first = await technician.provision()
  t.equal(first.code, 0, first.said)

  for (const { says, script, site: other, message, after } of reports) {
    await t.test(`reported: ${says}`, async (t) => {
      if (script) await shell(script)
      technician.write({ 'site.yaml': other ?? site })
      const { code, said } = await technician.provision()
      t.equal(code, 1)
      t.match(said, message)
      if (after) await shell(after)
      technician.write({ 'site.yaml': site })
    })
  }
})
