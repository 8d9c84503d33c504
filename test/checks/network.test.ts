import t from 'tap'
import { thisHost } from '../../checks/host.ts'
import { type Interface, judgeNetwork, network, readInterfaces } from '../../checks/network.ts'
import { judgeCases, runHere } from './judging.ts'

const lo: Interface = { name: 'lo', kind: 'virtual', address: '127.0.0.1' }
const cable: Interface = { name: 'eth0', kind: 'wired', address: '10.44.0.10' }
const wifi: Interface = { name: 'wlan0', kind: 'wireless', address: '10.9.0.3' }

judgeCases(judgeNetwork, [
  { says: 'a cable', facts: [lo, cable], verdict: 'ok', summary: 'eth0 has 10.44.0.10' },
  { says: 'nothing but loopback', facts: [lo], verdict: 'critical', summary: 'no wired interface' },
  { says: 'a cable that is not plugged in', facts: [lo, { ...cable, address: undefined }], verdict: 'critical' },
  { says: 'wireless in place of a cable', facts: [lo, wifi], verdict: 'critical', summary: 'wlan0 is in use' },
  { says: 'wireless beside a cable bridges the clinic to the street', facts: [cable, wifi], verdict: 'critical' },
  {
    says: 'wireless that sleeps',
    facts: [cable, { ...wifi, address: undefined }],
    verdict: 'warning',
    summary: 'wlan0',
  },
])

t.test("this machine's interfaces are found", async (t) => {
  t.match((await runHere(network)).summary, /wired|wireless/)
})

t.test('what an interface is, is read from the kernel', async (t) => {
  const root = t.testdir({
    sys: {
      class: {
        net: {
          cable7: { type: '1\n' },
          wlan7: { type: '1\n', phy80211: {} },
          old7: { type: '1\n', wireless: {} },
          bridge7: { type: '1\n', bridge: {} },
          tun7: { type: '65534\n', tun_flags: '' },
        },
      },
    },
  })
  const real = thisHost()
  const below = {
    ...real,
    read: (path: string) => real.read(root + path),
    look: (path: string) => real.look(root + path),
    list: (path: string) => real.list(root + path),
  }
  const found = (await readInterfaces(below)).filter(({ name }) => name.endsWith('7'))
  t.strictSame(Object.fromEntries(found.map(({ name, kind }) => [name, kind])), {
    ...{ cable7: 'wired', wlan7: 'wireless', old7: 'wireless', bridge7: 'virtual', tun7: 'virtual' },
  })
})
