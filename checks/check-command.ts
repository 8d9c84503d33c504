import { type Command, Option } from 'commander'
import { defaultSiteFile } from '../provision/names.ts'

export type CheckFlags = { site?: string; json?: boolean; nagios?: boolean; prometheus?: boolean }

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('look whether every fact that the endpoint relies on holds')
    .argument('[name...]', 'only these checks; without a name all of them')
    .option('--site <file>', `site file (default: ${defaultSiteFile}, if it exists)`)
    .addOption(new Option('--json', 'print the findings as JSON').conflicts(['nagios', 'prometheus']))
    .addOption(
      new Option('--nagios', 'print as a Nagios plug-in does, with its exit codes').conflicts(['json', 'prometheus']),
    )
    .addOption(new Option('--prometheus', "print Prometheus' text format").conflicts(['json', 'nagios']))
    .addHelpText(
      'after',
      `
Changes nothing. Exit codes: 0 all hold (warnings included), 1 one does not or could not be looked at; with --nagios
0 ok, 1 warning, 2 critical, 3 unknown.

Examples:
  endpoint check
  endpoint check clock --nagios`,
    )
    .action(async (names: string[], flags: CheckFlags) => {
      const { printChecks } = await import('./print-checks.ts')
      await printChecks(names, flags)
    })
}
