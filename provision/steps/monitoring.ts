import { checks } from '../../checks/index.ts'
import { EndpointError } from '../endpoint-error.ts'
import { fileChanges, type WantedFile } from '../file-changes.ts'
import { currentRelease, productName } from '../names.ts'
import type { Site } from '../site.ts'
import { type Change, judgeChanges, type Step, type Work } from '../step.ts'

const nrpeFolder = '/etc/nagios/nrpe.d'
export const monitoringFiles = {
  nrpe: `${nrpeFolder}/${productName}.cfg`,
  sudo: `/etc/sudoers.d/${productName}-nrpe`,
  metrics: `/etc/cron.d/${productName}-metrics`,
} as const

/** What Nagios, by NRPE, and Prometheus are told. */
export const monitoring: Step = {
  name: 'monitoring',
  check: async (work) =>
    judgeChanges(await monitoring.changes(work), { holds: 'what the site wants is told', advice: 'see /etc/nagios' }),
  async changes(work) {
    const { target, site } = work
    const nrpe = site.monitoring?.nrpe ?? (await target.find(nrpeFolder)) !== undefined
    const metrics = site.monitoring?.prometheus
    const files = nrpe ? await nrpeChanges(work) : []
    return [
      ...(nrpe ? [] : await removal(work, [monitoringFiles.nrpe, monitoringFiles.sudo])),
      ...files,
      ...(files.length > 0 ? [reload(work)] : []),
      ...(metrics === undefined
        ? await removal(work, [monitoringFiles.metrics])
        : await fileChanges(target, [{ path: monitoringFiles.metrics, content: metricsCron(metrics), mode: 0o644 }])),
    ]
  },
}

async function nrpeChanges({ target, site }: Work): Promise<Change[]> {
  const folder = { summary: `make ${nrpeFolder}`, apply: () => target.makeFolder(nrpeFolder, { mode: 0o755 }) }
  return [...((await target.find(nrpeFolder)) ? [] : [folder]), ...(await fileChanges(target, nrpeFiles(site)))]
}

const endpoint = `${currentRelease}/bin/endpoint`
const commands = () => [
  { name: 'all', words: 'check --nagios' },
  ...checks.map(({ name }) => ({ name, words: `check ${name} --nagios` })),
]

/** Some of what the checks look at only root may see, so NRPE may run these commands as root, word by word. */
export function nrpeFiles({ monitoring: wishes }: Site): WantedFile[] {
  const head = '# Written by endpoint provision.\n'
  const hosts = wishes?.from ? `allowed_hosts=${['127.0.0.1', ...wishes.from].join(',')}\n` : ''
  const defined = commands().map(({ name, words }) => `command[scoop-${name}]=/usr/bin/sudo -n ${endpoint} ${words}\n`)
  const allowed = commands().map(({ words }) => `nagios ALL=(root) NOPASSWD: ${endpoint} ${words}\n`)
  return [
    { path: monitoringFiles.sudo, mode: 0o440, content: `${head}${allowed.join('')}` },
    { path: monitoringFiles.nrpe, mode: 0o644, content: `${head}${hosts}${defined.join('')}` },
  ]
}

/** Moved into place, so that a half-written file is never collected; cron knows no other time than the machine's. */
export function metricsCron(file: string): string {
  const draft = `${file}.new`
  return [
    '# Written by endpoint provision.',
    'SHELL=/bin/sh',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    `*/5 * * * * root ${endpoint} check --prometheus > ${draft} 2>/dev/null; test -s ${draft} && mv ${draft} ${file}`,
    '',
  ].join('\n')
}

const reload = ({ target, platform }: Work): Change => ({
  summary: 'let NRPE read its commands',
  async apply() {
    const { code, stderr } = await target.run(['visudo', '--check', `--file=${monitoringFiles.sudo}`])
    if (code !== 0) {
      await target.remove(monitoringFiles.sudo)
      throw new EndpointError(`sudo refuses ${monitoringFiles.sudo}: ${stderr.trim()}`, { advice: 'report this' })
    }
    // Where it isn't installed yet, it will read them when it is.
    if (platform === 'current') await target.run(['systemctl', 'try-reload-or-restart', 'nagios-nrpe-server'])
    else await target.run(['service', 'nagios-nrpe-server', 'reload'])
  },
})

async function removal({ target }: Work, paths: readonly string[]): Promise<Change[]> {
  const found = await Promise.all(paths.map(target.find))
  const there = paths.filter((_, place) => found[place] !== undefined)
  return there.map((path) => ({ summary: `remove ${path}`, apply: () => target.remove(path) }))
}
