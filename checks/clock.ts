import type { Check } from './check.ts'
import type { Finding } from './finding.ts'

/** Whether somebody keeps this machine's clock right; certificates, document times and audit depend on it. */
export const clock: Check = {
  name: 'clock',
  async run({ host }) {
    const timedatectl = await host.run(['timedatectl', 'show', '--property=NTPSynchronized', '--value'])
    if (timedatectl.code === 0) return judgeClock(timedatectl.stdout.trim() === 'yes')
    // Before systemd (Ubuntu 12.04): ntpd's own word; leap 3 means that it is not synchronised.
    const ntpq = await host.run(['ntpq', '-c', 'rv 0 leap'])
    if (ntpq.code === 0) return judgeClock(!/leap=(3|11)/.test(ntpq.stdout))
    return judgeClock(undefined)
  },
}

export function judgeClock(synchronised: boolean | undefined): Finding {
  if (synchronised) return { verdict: 'ok', summary: 'the clock is synchronised' }
  if (synchronised === undefined) {
    return {
      verdict: 'unknown',
      summary: 'nothing on this machine says whether the clock is right',
      advice: 'install time synchronisation (systemd-timesyncd, chrony or ntp)',
    }
  }
  return {
    verdict: 'warning',
    summary: 'the clock is not synchronised',
    advice: 'start time synchronisation (timedatectl set-ntp true) and see that it reaches a server',
  }
}
