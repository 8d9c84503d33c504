import type { Change, Work } from '../step.ts'

/** Stops a service and forgets its units; nothing to do where there are none. */
export async function removeService({ target, platform }: Machine, name: string): Promise<Change[]> {
  const paths =
    platform === 'current'
      ? ['timer', 'service'].map((kind) => `/etc/systemd/system/${name}.${kind}`)
      : [`/etc/cron.d/${name}`, `/etc/init/${name}.conf`]
  const found = await Promise.all(paths.map(target.find))
  const there = paths.filter((_, place) => found[place] !== undefined)
  if (there.length === 0) return []
  return [
    {
      summary: `stop ${name} and remove ${there.join(' and ')}`,
      async apply() {
        const units = there.map((path) => path.split('/').at(-1) ?? '')
        if (platform === 'current') {
          // One that systemd has forgotten can't be disabled, and needn't be.
          await target.run(['systemctl', 'stop', ...units], { timeout: 90_000 })
          await target.run(['systemctl', 'disable', '--quiet', ...units])
        } else await target.run(['stop', name], { timeout: 90_000 })
        for (const path of there) await target.remove(path)
        if (platform === 'current') await target.must(['systemctl', 'daemon-reload'])
      },
    },
  ]
}

type Machine = Pick<Work, 'target' | 'platform'>
