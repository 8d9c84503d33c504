import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { steps } from '../../provision/steps/index.ts'
import { addresses } from './network.ts'
import { clinicSite, moved, openTechnician } from './provisioning.ts'
import { scanPorts } from './scan.ts'
import { openScenario, whyNoHosts } from './scenario.ts'

const missing = whyNoHosts()
if (missing && process.env.CI === 'true') throw new Error(missing)

const site = `${clinicSite}
oscar:
  source: mysql://scoophealth@10.44.0.9:3306/oscar_12_1
  password-file: /etc/scoop-endpoint/secrets/oscar-password
updates:
  repository: https://git.example.invalid/scoop-endpoint.git
monitoring: { prometheus: /var/lib/scoop-endpoint/metrics.prom }
`.replace('hardware:', 'time-zone: America/Toronto\nhardware:')

const password = 'correct horse battery staple'

t.test('a bare machine becomes an endpoint', { skip: missing ?? false }, async (t) => {
  await using scenario = await openScenario()
  const host = await scenario.boot('endpoint')
  using technician = await openTechnician(scenario, host, site.replace(/^updates:\n.*\n/m, ''))
  technician.write({ 'secrets/oscar-password': password })
  const shell = async (script: string) => (await host.exec(['sh', '-c', script])).stdout.trim()
  const files = () => shell("find /etc /opt /usr/local -printf '%p %s %C@ %m %U\\n' | sort | sha256sum")

  await t.test('a plan shows everything and changes nothing', async (t) => {
    const before = await files()
    const { code, steps: planned, said } = await technician.provision(['--plan'])
    t.equal(code, 1)
    t.match(moved(planned), ['accounts', 'folders', 'release', 'site-file', 'secrets'], said)
    t.equal(await files(), before)
    t.equal(await shell('ls /var/tmp | grep ^scoop'), '', 'nothing is left of what was brought')
    t.notMatch(JSON.stringify(planned) + said, password)
  })

  await t.test('the first run does it all', async (t) => {
    const { code, steps: done, said } = await technician.provision()
    t.equal(code, 0, said)
    t.strictSame(
      done.map(({ step }) => step),
      steps.map(({ name }) => name),
    )
    t.notMatch(JSON.stringify(done) + said, password)
    t.match(said, /gateway.key.csr waits/)
    t.comment(`cold: ${done.map(({ step, milliseconds }) => `${step} ${milliseconds} ms`).join(', ')}`)
    t.match(await shell('curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:3001/'), /^[24]../)
    t.equal(await shell('ls /var/tmp | grep ^scoop'), '')
    t.equal(await shell('stat -c "%U %a" /etc/scoop-endpoint/secrets/oscar-password'), 'scoop-shadow 400')
    t.equal(await shell('cat /etc/scoop-endpoint/secrets/oscar-password'), password)
    t.equal(await shell('stat -c "%U %a" /etc/scoop-endpoint/tls/gateway.key.next'), 'scoop-gateway 600')
    t.match(await shell('systemctl show scoop-gateway --property=Environment'), 'TZ=America/Toronto')
  })

  await t.test('the second run finds nothing to do, and its plan is empty', async (t) => {
    const before = await files()
    const again = await technician.provision()
    t.strictSame([again.code, moved(again.steps)], [0, []], again.said)
    t.comment(`again: ${again.steps.map(({ step, milliseconds }) => `${step} ${milliseconds} ms`).join(', ')}`)
    const plan = await technician.provision(['--plan'])
    t.strictSame([plan.code, moved(plan.steps)], [0, []], plan.said)
    t.equal(await files(), before)
  })

  await t.test('nobody logs in as a service', async (t) => {
    t.match(await shell('getent shadow scoop-gateway scoop-shadow'), /^scoop-gateway:!.*\nscoop-shadow:!/)
    t.not((await host.exec(['su', 'scoop-gateway', '-c', 'id'])).code, 0)
    t.not((await host.exec(['su', 'scoop-shadow', '-c', 'id'])).code, 0)
    t.match(
      await shell('sshd -T'),
      /^passwordauthentication no$[\s\S]*^denyusers scoop-gateway\ndenyusers scoop-shadow$/m,
    )
  })

  await t.test('drift is named exactly, and removed', async (t) => {
    await shell('ufw allow 8080; ufw allow from 10.44.0.0/24 to any port 9999 proto udp')
    await shell('echo "# mine" >> /etc/systemd/system/scoop-gateway.service; systemctl daemon-reload')
    await shell('chmod 644 /etc/scoop-endpoint/secrets/oscar-password; chsh -s /bin/sh scoop-shadow')
    const plan = await technician.provision(['--plan'])
    t.strictSame(moved(plan.steps), ['accounts', 'secrets', 'firewall', 'services'])
    const planned = plan.steps.flatMap(({ changes }) => changes.map(({ summary }) => summary))
    t.match(planned.join('\n'), /let in 8080 from any no more[\s\S]*let in 9999\/udp from 10.44.0.0\/24 no more/)
    t.match(plan.said, /-# mine/, 'as a diff')
    const mended = await technician.provision()
    t.strictSame([mended.code, moved(mended.steps)], [0, moved(plan.steps)], mended.said)
    t.strictSame(moved((await technician.provision(['--plan'])).steps), [])
  })

  await t.test('the internet sees one port, the clinic three', async (t) => {
    const listener =
      'systemd-run --quiet --unit=listener systemd-socket-activate -l 443 -l 8443 -l 27017 --inetd -a cat'
    await shell(listener)
    t.strictSame((await scanPorts(scenario.network.at('inet'), addresses.routerWan)).open, [443])
    t.strictSame((await scanPorts(scenario.network.at('ops'), addresses.endpoint)).open, [22, 443, 3001])
    await shell('systemctl stop listener')
  })

  await t.test('after a reboot it is what it was', async (t) => {
    await host.reboot()
    const { code, steps: found, said } = await technician.provision(['--plan'])
    t.strictSame([code, moved(found)], [0, []], said)
  })

  await t.test('what is removed again leaves the data, and says so', async (t) => {
    const plan = await host.exec(['/usr/local/bin/endpoint', 'unprovision', '--plan'])
    t.equal(plan.code, 1)
    t.match(plan.stderr, /would stop scoop-gateway/)
    const { code, stderr } = await host.exec(['/usr/local/bin/endpoint', 'unprovision'])
    t.equal(code, 0, stderr)
    t.match(stderr, /keeps \/var\/lib\/scoop-endpoint: the records/)
    t.equal(
      await shell('ls /opt /usr/local/bin; ls /etc/systemd/system | grep scoop; ls /etc/cron.d | grep scoop'),
      '/opt:\n\n/usr/local/bin:',
    )
    t.equal(await shell('ls /etc/scoop-endpoint/secrets'), 'oscar-password')
    t.match(await shell('ufw status'), /Status: active[\s\S]*22\/tcp +ALLOW +10\.44\.0\.0\/24\s*$/)
  })
  t.strictSame(readdirSync(join(technician.folder, 'secrets')), ['oscar-password'], "the technician's own stay")
})
