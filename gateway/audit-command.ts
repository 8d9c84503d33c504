import type { Command } from 'commander'
import { addStoreOptions } from './command-options.ts'
import type { Flags } from './settings.ts'

export type AuditFlags = Flags & { json?: boolean; head?: string }

const actions = () => import('./audit-actions.ts')

export function addAuditCommand(program: Command): void {
  const audit = program
    .command('audit')
    .description('read the log of what hubs asked and got, or prove that nobody changed it')

  addStoreOptions(audit.command('list'))
    .description('print the log, the oldest entry first')
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', '\nExample:\n  endpoint audit list --json | tail')
    .action(async (flags: AuditFlags) => (await actions()).listAudit(flags))

  addStoreOptions(audit.command('verify'))
    .description('find any entry that was changed, removed or moved; exit code 1 if there is one')
    .option('--head <seq:hash>', 'where the log once ended, from an earlier run that you have kept elsewhere')
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', '\nExamples:\n  endpoint audit verify\n  endpoint audit verify --head 118:9f2c…')
    .action(async (flags: AuditFlags) => (await actions()).verifyLog(flags))
}
