import t from 'tap'
import { judgeNetwork, network } from '../../checks/network.ts'
import { judgeCases, runHere } from './judging.ts'

const lo = { name: 'lo', kind: 'virtual', inUse: true, address: '127.0.0.1' }
const cable = { name: 'eth0', kind: 'wired', inUse: true, address: '10.44.0.10' }
const wifi = { name: 'wlan0', kind: 'wireless', inUse: true, address: '10.9.0.3' }

judgeCases(judgeNetwork, [
  { says: 'a cable', facts: [lo, cable], verdict: 'ok', summary: 'eth0 has 10.44.0.10' },
  { says: 'nothing but loopback', facts: [lo], verdict: 'critical', summary: 'no wired interface' },
  { says: 'a cable that is not plugged in', facts: [lo, { ...cable, inUse: false }], verdict: 'critical' },
  { says: 'wireless in place of a cable', facts: [lo, wifi], verdict: 'critical', summary: 'wlan0 is in use' },
  { says: 'wireless beside a cable bridges the clinic to the street', facts: [cable, wifi], verdict: 'critical' },
  { says: 'wireless that sleeps', facts: [cable, { ...wifi, inUse: false }], verdict: 'warning', summary: 'wlan0' },
])

t.test("this machine's interfaces are found", async (t) => {
  t.match((await runHere(network)).summary, /wired|wireless/)
})
