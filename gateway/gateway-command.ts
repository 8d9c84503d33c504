import type { Command } from 'commander'
import { addImportOptions, addStoreOptions } from './command-options.ts'
import type { Flags } from './settings.ts'

export function addGatewayCommand(program: Command): void {
  const command = program
    .command('gateway')
    .description('run the gateway: it takes patient documents in and keeps the records')
    .option('--http <host:port>', 'where OSCAR posts documents (default: 127.0.0.1:3001; port 0 picks a free one)')
  addStoreOptions(addImportOptions(command))
    .addHelpText(
      'after',
      `
Prints "ready http=http://HOST:PORT" once it listens; logs JSON lines to stderr; stops on SIGTERM and Ctrl-C when what
was accepted is finished.

Examples:
  endpoint gateway
  endpoint gateway --data /srv/trial --http 127.0.0.1:0
  curl -F 'content=@patient.xml;type=text/xml' http://127.0.0.1:3001/records/create`,
    )
    .action(async (flags: Flags) => {
      const { runGateway } = await import('./run-gateway.ts')
      await runGateway(flags)
    })
}
