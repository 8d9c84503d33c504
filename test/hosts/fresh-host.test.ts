import t from 'tap'
import { addresses } from './network.ts'
import { scanPorts } from './scan.ts'
import { openScenario, whyNoHosts } from './scenario.ts'

const missing = whyNoHosts()
if (missing && process.env.CI === 'true') throw new Error(missing)

t.test('a fresh host is what provisioning finds at a clinic', { skip: missing ?? false }, async (t) => {
  await using scenario = await openScenario()
  const host = await scenario.boot('endpoint')

  t.equal((await host.exec(['systemctl', 'is-system-running', '--wait'])).stdout.trim(), 'running')
  t.not((await host.exec(['sh', '-c', 'command -v node'])).code, 0, 'it has no Node')
  const outside = await scanPorts(scenario.network.at('inet'), addresses.routerWan)
  t.strictSame(outside.open, [22], 'a careless router shows the internet all that listens')

  await host.exec(['sh', '-c', 'echo kept > /root/kept'])
  await host.reboot()
  t.equal((await host.exec(['cat', '/root/kept'])).stdout, 'kept\n', 'files outlive a reboot')
})
