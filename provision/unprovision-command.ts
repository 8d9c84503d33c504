import type { Command } from 'commander'
import { defaultSiteFile } from './names.ts'

export type UnprovisionFlags = { site?: string; plan?: boolean; data?: boolean; yes?: boolean; json?: boolean }

export function addUnprovisionCommand(program: Command): void {
  program
    .command('unprovision')
    .description('remove from this machine what provisioning made; data and secrets stay unless --data is said')
    .option('--plan', 'remove nothing; show what would be removed and what would stay')
    .option('--data', 'wipe data, secrets, certificates, site file and accounts as well; takes --yes')
    .option('--yes', 'we know that what is wiped is gone')
    .option('--site <file>', `site file (default: ${defaultSiteFile}, if it exists)`)
    .option('--json', 'print what was removed and what stays as JSON')
    .addHelpText(
      'after',
      `
The firewall stays on, and lets in SSH alone. Safe to run again.

Examples:
  sudo endpoint unprovision --plan
  sudo endpoint unprovision --data --yes`,
    )
    .action(async (flags: UnprovisionFlags) => {
      const { unprovision } = await import('./unprovision.ts')
      process.exitCode = await unprovision(flags)
    })
}
