import { stringify } from 'yaml'
import type { Answers } from './ask-site.ts'

/** A site file as people keep it: what was answered, what it means, and what else is often said, as comments. */
export function siteText(answers: Answers): string {
  const { name, network, 'backup-oscar': backup, 'ssh-from': ssh, hub, 'time-zone': timeZone } = answers
  const networks = ssh?.split(/[\s,]+/).filter((part) => part !== '')
  return `# Site file of one SCOOP endpoint; provision/site.example.yaml explains every key.
# It holds no secret: where one is needed, it names the file that holds it.

# Names the endpoint in reports and to the hub.
${line('name', name, 'clinic-07')}
# Of the clinic, for schedules.
${line('time-zone', timeZone ?? 'America/Vancouver', '')}
# Ubuntu 12.04 gets no fixes any more; true says that we know, and run it nevertheless.
accept-eol: false

clinic:
  # It alone reaches the gateway's plain HTTP port, where that doesn't stay on the machine.
  ${line('network', network, '10.44.0.0/24')}
  # Its database server, in the same network segment.
  ${line('backup-oscar', backup, '10.44.0.20:3306')}

# Who may log in to look after the machine; without it the clinic's network.
${networks ? `ssh:\n  from: ${flow(networks)}` : '# ssh:\n#   from: [10.44.0.0/24]'}

# Its name is looked up and its clock compared with this one.
${hub ? `hub:\n  ${line('address', hub, '')}` : '# hub:\n#   address: https://hub.example.org'}

# What the shadow reads: an account that may only read. Its password lies in secrets/oscar-password beside this file.
# oscar:
#   source: mysql://scoop@${backup ?? '10.44.0.20'}${backup && /:\d+$/.test(backup) ? '' : ':3306'}/oscar_12_1
#   password-file: /etc/scoop-endpoint/secrets/oscar-password
# And when: once after each backup, here when the database has stood still for half an hour.
# export:
#   backup-done: { quiet: 30 }

gateway:
  # Where OSCAR posts documents: the shadow runs on this machine.
  http: 127.0.0.1:3001
  # Where hubs submit queries; it needs certificates: endpoint certificates request.
  https: 0.0.0.0:443
  # Embedded; or mongodb://127.0.0.1:27017/scoop_endpoint.
  store: sqlite
`
}

const line = (key: string, value: string | undefined, example: string) =>
  value === undefined ? `# ${key}: ${example}` : `${key}: ${stringify(value).trim()}`

const flow = (values: readonly string[]) => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`
