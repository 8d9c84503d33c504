import type { Command } from 'commander'
import { addStoreOptions } from './command-options.ts'
import type { Flags } from './settings.ts'

export type QueriesFlags = Flags & { json?: boolean; why?: string; most?: string }

const actions = () => import('./queries-actions.ts')

/** The commands by which people at the clinic see and rule what hubs ask. */
export function addQueriesCommand(program: Command): void {
  const queries = program
    .command('queries')
    .description('see, approve, decline or cancel what hubs ask, also beside a running gateway')
  addLookingCommands(queries)
  addRulingCommands(queries)
}

function addLookingCommands(queries: Command): void {
  addStoreOptions(queries.command('list'))
    .description('list the queries: all that wait or run, and the newest of those that are over')
    .option('--most <number>', 'how many at most', '50')
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', '\nExample:\n  endpoint queries list --most 10')
    .action(async (flags: QueriesFlags) => (await actions()).listQueries(flags))

  addStoreOptions(queries.command('show'))
    .description('print a query with its texts, its log and its result')
    .argument('<id>', 'as `endpoint queries list` prints it')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  endpoint queries show 51e8265d1fcd3b0e5d000001')
    .action(async (id: string, flags: QueriesFlags) => (await actions()).showQuery(id, flags))

  addStoreOptions(queries.command('pending'))
    .description('list the queries that wait for somebody to approve or decline their text')
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', '\nExample:\n  endpoint queries pending')
    .action(async (flags: QueriesFlags) => (await actions()).listPending(flags))
}

const hashOrId = 'a query, or the hash of a text (its first 8 digits are enough)'

function addRulingCommands(queries: Command): void {
  addStoreOptions(queries.command('approve'))
    .description('let a text run, now and whenever it is asked again')
    .argument('<hash-or-id>', hashOrId)
    .option('--json', 'print what was decided as JSON')
    .addHelpText('after', '\nExample:\n  endpoint queries approve 51e8265d1fcd3b0e5d000001')
    .action(async (word: string, flags: QueriesFlags) => (await actions()).approveText(word, flags))

  addStoreOptions(queries.command('decline'))
    .description('refuse a text, now and whenever it is asked again; the hub is told why')
    .argument('<hash-or-id>', hashOrId)
    .requiredOption('--why <reason>', 'what the hub is told')
    .option('--json', 'print what was decided as JSON')
    .addHelpText(
      'after',
      "\nExample:\n  endpoint queries decline 51e8265d1fcd3b0e5d000001 --why 'it asks for birthdates'",
    )
    .action(async (word: string, flags: QueriesFlags) => (await actions()).declineText(word, flags))

  addStoreOptions(queries.command('cancel'))
    .description('end a query that waits or runs; the hub sees it as failed')
    .argument('<id>', 'as `endpoint queries list` prints it')
    .option('--why <reason>', 'what the hub is told')
    .option('--json', 'print {"cancelled": ID}')
    .addHelpText('after', '\nExample:\n  endpoint queries cancel 51e8265d1fcd3b0e5d000001')
    .action(async (id: string, flags: QueriesFlags) => (await actions()).cancelOne(id, flags))
}
