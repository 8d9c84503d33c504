import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { judged } from './judge.ts'

/** Which system the machine runs, and whether anybody still mends it. */
export const operatingSystem: Check = {
  name: 'operating-system',
  async run({ site, host }) {
    const text = (await host.read('/etc/os-release')) ?? (await host.read('/etc/lsb-release')) ?? ''
    return judgeOperatingSystem(parseRelease(text), new Date(), site['accept-eol'] ?? false)
  },
}

/** `id` and `version` as os-release(5) has them: `ubuntu` and `12.04`. */
export type Release = { id: string; version: string }

/** Of os-release, or of Ubuntu's older lsb-release. */
export function parseRelease(text: string): Release {
  const value = (...names: string[]) =>
    new RegExp(`^(?:${names.join('|')})="?([^"\n]*)"?$`, 'm').exec(text)?.[1]?.toLowerCase() ?? ''
  return { id: value('ID', 'DISTRIB_ID'), version: value('VERSION_ID', 'DISTRIB_RELEASE') }
}

/** The last day on which everybody gets security fixes, as the makers have announced it; paid prolongations don't count. */
const supportedUntil: Record<string, string> = {
  'ubuntu 12.04': '2017-04-28',
  'ubuntu 14.04': '2019-04-30',
  'ubuntu 16.04': '2021-04-30',
  'ubuntu 18.04': '2023-05-31',
  'ubuntu 20.04': '2025-05-31',
  'ubuntu 22.04': '2027-04-30',
  'ubuntu 24.04': '2029-04-30',
  'ubuntu 26.04': '2031-04-30',
  'debian 11': '2026-08-31',
  'debian 12': '2028-06-30',
  'debian 13': '2030-06-30',
}

/** So many days before the end, somebody should plan the move. */
const notice = 180

const migration =
  'set up a second machine with a current Ubuntu LTS and the same site file, let one export fill it, point the hub at it, and wipe this disk'

export function judgeOperatingSystem({ id, version }: Release, now: Date, acceptEol: boolean): Finding {
  const name = [id || 'an unknown system', version].join(' ').trim()
  const until = supportedUntil[`${id} ${version}`]
  if (until === undefined) {
    const summary = `${name} is none of the systems that the endpoint is made for`
    return judged('warning', { summary, advice: `use one of ${Object.keys(supportedUntil).slice(4).join(', ')}` })
  }
  const days = Math.ceil((Date.parse(until) - now.getTime()) / 86_400_000) + 1
  const metrics = [{ name: 'support', value: days, unit: 'd', warning: notice, critical: 0 }]
  if (days > notice) return { verdict: 'ok', summary: `${name} gets fixes until ${until}`, metrics }
  if (days > 0)
    return judged('warning', { summary: `${name} gets fixes only until ${until}`, advice: migration, metrics })
  const summary = `${name} has had no fixes since ${until}${acceptEol ? ', which the site accepts' : ''}`
  const accept = acceptEol ? '' : '; if it must stay for now, say accept-eol: true in the site file'
  return judged(acceptEol ? 'warning' : 'critical', { summary, advice: migration + accept, metrics })
}
