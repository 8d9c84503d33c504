import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { type Limits, limitsOf } from '../provision/site/thresholds.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { byLimits, judged, notConfigured } from './judge.ts'

/** How far this machine's clock is from that of the hub, or of the server that releases come from. */
export const clockSkew: Check = {
  name: 'clock-skew',
  after: ['network', 'dns'],
  async run({ site }) {
    const address = site.hub?.address ?? site.updates?.repository
    if (address === undefined) return notConfigured('server with a clock', 'hub.address, updates.repository')
    return judgeClockSkew(await skewFrom(new URL(address)), limitsOf(site, 'clock-skew-seconds'))
  },
}

const patience = 3_000

/** Seconds that this clock is ahead, by the server's Date header, which tells whole seconds; undefined if it tells none. */
export function skewFrom(url: URL): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  // With a wrong clock no certificate holds, and nothing but the time is read; so nobody is asked for a valid one.
  const options = { method: 'HEAD', timeout: patience, rejectUnauthorized: false, agent: false } as const
  const asked = Date.now()
  const request = (url.protocol === 'https:' ? secure : plain)(url, options, (response) => {
    const there = Date.parse(response.headers.date ?? '')
    // The server read its clock at some time between question and answer.
    const skew = ((asked + Date.now()) / 2 - there - 500) / 1000
    resolve(Number.isNaN(there) ? undefined : skew)
    response.destroy()
  })
  request.once('timeout', () => request.destroy())
  request.once('error', () => resolve(undefined))
  request.once('close', () => resolve(undefined))
  request.end()
  return promise
}

export function judgeClockSkew(seconds: number | undefined, limits: Limits): Finding {
  if (seconds === undefined) {
    return judged('unknown', {
      summary: 'the server whose clock is compared does not tell the time',
      advice: 'see that it can be reached from here, for instance with curl -kI and its address',
    })
  }
  const skew = Math.round(Math.abs(seconds))
  return judged(byLimits(skew, limits), {
    summary: `this clock is ${skew} s ${seconds < 0 ? 'behind' : 'ahead of'} the server's`,
    advice: 'start time synchronisation (timedatectl set-ntp true), then look again: endpoint check clock clock-skew',
    metrics: [{ name: 'skew', value: skew, unit: 's', ...limits }],
  })
}
