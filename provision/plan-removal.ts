import { wantedServices } from '../checks/services.ts'
import { parseUfwStatus } from '../checks/ufw-status.ts'
import { removalOfRule } from './firewall/remove-rule.ts'
import {
  gatewayAccount,
  installedCommand,
  installFolder,
  mongodbAccount,
  shadowAccount,
  siteFolder,
  stateFolder,
  tunnelAccount,
  updaterCron,
} from './names.ts'
import type { Change, Work } from './step.ts'
import { logFiles } from './steps/logs.ts'
import { monitoringFiles } from './steps/monitoring.ts'
import { sshdFile } from './steps/ssh.ts'
import { removeService } from './units/remove-service.ts'

type Machine = Pick<Work, 'site' | 'target' | 'platform'>

const services = [...wantedServices.map(({ name }) => name), 'scoop-tunnel', 'scoop-mongod']
const accounts = [gatewayAccount, shadowAccount, tunnelAccount, mongodbAccount]

/** What provisioning made, in the order in which it can go, and what stays. The program itself goes last. */
export async function planRemoval(
  machine: Machine,
  { data }: { data: boolean },
): Promise<{ changes: Change[]; kept: string[] }> {
  const { target } = machine
  const files = [updaterCron, ...Object.values(monitoringFiles), sshdFile, ...logFiles]
  const folders = await existing(target, [stateFolder, siteFolder])
  const people = await Promise.all(accounts.map(async (name) => ((await target.account(name)) ? [name] : [])))
  const owners = people.flat()
  const changes = [
    ...(await Promise.all(services.map((name) => removeService(machine, name)))).flat(),
    ...(await closedDoors(machine)),
    ...(await removals(target, files)),
    ...(await passwordsAgain(machine)),
    ...(data
      ? [...folders.map((path) => remove(target, path, 'wipe')), ...owners.map((it) => forget(target, it))]
      : []),
    ...(await removals(target, [installedCommand, installFolder])),
  ]
  const kept = [
    ...(data ? [] : folders.map((path) => `${path}: ${what[path]}`)),
    ...(data ? [] : owners.map((name) => `the account ${name}, which owns data`)),
    'the firewall, which is on and lets in SSH alone',
  ]
  return { changes, kept }
}

const what: Record<string, string> = {
  [stateFolder]: 'the records and all else that the endpoint keeps',
  [siteFolder]: 'the site file, the secrets and the certificates',
}

type Target = Work['target']

async function existing(target: Target, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(target.find))
  return paths.filter((_, place) => found[place] !== undefined)
}

const remove = (target: Target, path: string, verb: string): Change => ({
  summary: `${verb} ${path}`,
  apply: () => target.remove(path),
})

const removals = async (target: Target, paths: readonly string[]) =>
  (await existing(target, paths)).map((path) => remove(target, path, 'remove'))

const forget = (target: Target, name: string): Change => ({
  summary: `remove the account ${name}`,
  apply: async () => void (await target.must(['userdel', name])),
})

/** sshd goes on with its old settings until it is told. */
async function passwordsAgain({ target, platform }: Machine): Promise<Change[]> {
  if (platform !== 'current' || (await target.find(sshdFile)) === undefined) return []
  return [
    {
      summary: 'let sshd and the journal read their settings',
      async apply() {
        await target.must(['systemctl', 'reload', 'ssh'])
        await target.must(['systemctl', 'restart', 'systemd-journald'])
      },
    },
  ]
}

/** All ways in but SSH, of which the person at work may depend. */
async function closedDoors({ target }: Machine): Promise<Change[]> {
  const { allowed } = parseUfwStatus((await target.run(['ufw', 'status', 'verbose'])).stdout)
  return allowed.filter((rule) => !/^22(\/tcp)? /.test(rule)).map((rule) => removalOfRule(target, rule))
}
