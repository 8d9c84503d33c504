import type { Command } from 'commander'
import { addStoreOptions } from './command-options.ts'
import { addQuarantineCommand } from './quarantine-command.ts'
import type { Flags } from './settings.ts'

export type RecordsFlags = Flags & { json?: boolean; yes?: boolean }

const actions = () => import('./records-actions.ts')

export function addRecordsCommand(program: Command): void {
  const records = program
    .command('records')
    .description(
      'count, export, import or wipe the records, also beside a running gateway; look after refused documents',
    )

  addStoreOptions(records.command('count'))
    .description('print how many records there are')
    .option('--json', 'print {"records": N}')
    .addHelpText('after', '\nExample:\n  endpoint records count --data /srv/trial')
    .action(async (flags: RecordsFlags) => (await actions()).countRecords(flags))

  addStoreOptions(records.command('export'))
    .description('print all records as JSON lines, in order of _id')
    .addHelpText('after', '\nExample:\n  endpoint records export > records.jsonl')
    .action(async (flags: RecordsFlags) => (await actions()).exportRecords(flags))

  addStoreOptions(records.command('import'))
    .description('store the records of a file of JSON lines; newer ones that are stored already stay')
    .argument(
      '<file>',
      "JSON lines, as `endpoint records export` or the original gateway's mongoexport writes them; - for standard input",
    )
    .option('--json', 'print the numbers as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  mongoexport -d query_gateway_production -c records | endpoint records import -',
    )
    .action(async (file: string, flags: RecordsFlags) => (await actions()).importRecords(file, flags))

  addStoreOptions(records.command('wipe'))
    .description('delete all records and all refused documents')
    .option('--yes', 'do not ask')
    .option('--json', 'print the numbers as JSON')
    .addHelpText('after', '\nExample:\n  endpoint records wipe --yes')
    .action(async (flags: RecordsFlags) => (await actions()).wipeRecords(flags))

  addQuarantineCommand(records)
}
