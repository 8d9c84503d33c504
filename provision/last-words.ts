import type { Platform } from './platform.ts'
import type { Target } from './target.ts'

const lines = 12

/** What a service's log ends with, a line each and indented; empty where it has said nothing. */
export async function lastWords(target: Target, platform: Platform, service: string): Promise<string> {
  const argv =
    platform === 'current'
      ? ['journalctl', '--unit', service, '--lines', `${lines}`, '--no-pager', '--output=cat', '--quiet']
      : ['tail', '-n', `${lines}`, `/var/log/upstart/${service}.log`]
  const { code, stdout } = await target.run(argv)
  const said = code === 0 ? stdout.trim() : ''
  return said && `\n${service} said last:\n${said.replace(/^/gm, '  ')}`
}
