import type { Command } from 'commander'
import { defaultSiteFile } from './names.ts'

export type InitFlags = {
  name?: string
  network?: string
  backupOscar?: string
  sshFrom?: string[]
  hub?: string
  timeZone?: string
  force?: boolean
}

export function addSiteCommand(program: Command): void {
  const site = program
    .command('site')
    .description('write or check a site file, which says everything about one endpoint')
  addInit(site)
  addCheck(site)
  site.addHelpText(
    'after',
    `
Every key is explained in provision/site.example.yaml.

Example:
  endpoint site init site.yaml
  endpoint site check site.yaml`,
  )
}

function addInit(site: Command): void {
  site
    .command('init')
    .description('write a site file from the few facts that have no default; asks for those that no flag gives')
    .argument('[file]', 'where to write it', 'site.yaml')
    .option('--name <name>', 'names the endpoint: lower-case letters, digits and dashes')
    .option('--network <cidr>', "the clinic's network, such as 10.44.0.0/24")
    .option('--backup-oscar <host[:port]>', "the backup OSCAR's database server")
    .option('--ssh-from <cidr...>', 'networks that technicians log in from')
    .option('--hub <address>', 'the hub, such as https://hub.example.org')
    .option('--time-zone <zone>', 'of the clinic (default: America/Vancouver)')
    .option('--force', 'replace the file if there is one')
    .addHelpText(
      'after',
      `
Without a terminal nothing is asked: --name and --network must be given then.

Examples:
  endpoint site init
  endpoint site init clinic-07.yaml --name clinic-07 --network 10.44.0.0/24 --backup-oscar 10.44.0.20`,
    )
    .action(async (file: string, flags: InitFlags) => {
      const { initSite } = await import('./init-site.ts')
      await initSite(file, flags)
    })
}

function addCheck(site: Command): void {
  site
    .command('check')
    .description('tell every mistake of a site file, each with its line')
    .argument('[file]', `the site file (default: ${defaultSiteFile})`)
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      `
Exit codes: 0 the file is valid, 2 it is not.

Example:
  endpoint site check site.yaml`,
    )
    .action(async (file: string | undefined, flags: { json?: boolean }) => {
      const { checkSite } = await import('./check-site.ts')
      checkSite(file ?? defaultSiteFile, flags)
    })
}
