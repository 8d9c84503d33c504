import type { Command } from 'commander'
import { addImportOptions, addStoreOptions } from './command-options.ts'
import type { RecordsFlags } from './records-command.ts'

export type QuarantineFlags = RecordsFlags & { all?: boolean }

const actions = () => import('./quarantine-actions.ts')

/** `endpoint records quarantine list|retry|drop`. */
export function addQuarantineCommand(records: Command): void {
  const quarantine = records.command('quarantine').description('look after the documents that could not be imported')

  addStoreOptions(quarantine.command('list'))
    .description('print the refused documents, when they came and why they were refused')
    .option('--json', 'print JSON lines')
    .addHelpText('after', '\nExample:\n  endpoint records quarantine list')
    .action(async (flags: QuarantineFlags) => (await actions()).listQuarantine(flags))

  addStoreOptions(addImportOptions(quarantine.command('retry')))
    .description('import refused documents again, after an update or a changed limit')
    .argument('[reference...]', 'which, as list shows them')
    .option('--all', 'all of them')
    .option('--json', 'print JSON lines')
    .addHelpText('after', '\nExample:\n  endpoint records quarantine retry --all')
    .action(async (references: string[], flags: QuarantineFlags) =>
      (await actions()).retryQuarantine(references, flags),
    )

  addStoreOptions(quarantine.command('drop'))
    .description('delete refused documents for good')
    .argument('[reference...]', 'which, as list shows them')
    .option('--all', 'all of them')
    .addHelpText('after', '\nExample:\n  endpoint records quarantine drop 4fdb244ceec3d60e')
    .action(async (references: string[], flags: QuarantineFlags) => (await actions()).dropQuarantine(references, flags))
}
