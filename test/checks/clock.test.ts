import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { judgeClock } from '../../checks/clock.ts'
import { clockSkew, judgeClockSkew } from '../../checks/clock-skew.ts'
import { judgeCases, runHere } from './judging.ts'

judgeCases(judgeClock, [
  { says: 'a clock that is kept', facts: true, verdict: 'ok' },
  { says: 'a clock that nobody keeps', facts: false, verdict: 'warning' },
  { says: 'a clock that nobody can tell about', facts: undefined, verdict: 'unknown' },
])

judgeCases(
  (seconds: number | undefined) => judgeClockSkew(seconds, { warning: 60, critical: 300 }),
  [
    { says: 'a second of skew is fine', facts: 1, verdict: 'ok' },
    { says: 'a slow clock counts like a fast one', facts: -90, verdict: 'warning', summary: '90 s behind' },
    {
      says: 'five minutes break certificates and time-outs',
      facts: 300,
      verdict: 'critical',
      summary: '300 s ahead of',
    },
    { says: 'a server that does not tell the time', facts: undefined, verdict: 'unknown' },
  ],
)

t.test('skew is read from the Date of a real server', async (t) => {
  let shift = 0
  const server = createServer({ keepAlive: false }, (_, response) => {
    response.sendDate = shift !== undefined
    response.setHeader('Date', new Date(Date.now() + shift).toUTCString())
    response.end()
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const site = `hub: { address: 'http://127.0.0.1:${(server.address() as AddressInfo).port}' }`
  t.match(await runHere(clockSkew, site), { verdict: 'ok' })
  shift = 3_600_000
  t.match(await runHere(clockSkew, site), { verdict: 'critical', summary: /(3599|3600|3601) s behind/ })
})

t.test('a server that is away leaves the skew unknown', async (t) => {
  t.match(await runHere(clockSkew, "hub: { address: 'http://127.0.0.1:1' }"), { verdict: 'unknown' })
  t.match(await runHere(clockSkew), { verdict: 'ok', summary: /not looked at/ })
})
