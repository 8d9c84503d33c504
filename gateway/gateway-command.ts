import { type Command, Option } from 'commander'
import { addImportOptions, addStoreOptions } from './command-options.ts'
import type { Flags } from './settings.ts'

export function addGatewayCommand(program: Command): void {
  const command = program
    .command('gateway')
    .description('run the gateway: it takes patient documents in, keeps the records and answers queries')
    .option('--http <host:port>', 'where OSCAR posts documents (default: 127.0.0.1:3001; port 0 picks a free one)')
    .option('--inbox <dir>', 'folder from which complete *.xml files are imported and deleted (default: none)')
    .option('--https <host:port>', 'where hubs submit queries and fetch results (default: nowhere)')
    .option(
      '--tls-cert <file>',
      "the gateway's certificate, with those between it and its authority (PEM; default: tls/gateway.pem beside the site file)",
    )
    .option('--tls-key <file>', 'its private key, with mode 0600 (PEM; default: tls/gateway.key there)')
    .option(
      '--hub-ca <file>',
      "the authorities that hubs' certificates may come from (PEM; default: tls/hub-ca.pem there)",
    )
    .option('--hub-crl <file>', 'their lists of revoked certificates, one for each of them (PEM)')
    .addOption(
      new Option(
        '--policy <name>',
        'open: no approval of query texts and no suppression of small numbers, for labs',
      ).choices(['clinic', 'open']),
    )
  addStoreOptions(addImportOptions(command))
    .addHelpText(
      'after',
      `
Prints "ready http=http://HOST:PORT https=https://HOST:PORT" once it listens; logs JSON lines to stderr; stops on SIGTERM
and Ctrl-C when what was accepted is finished. Renewed certificates, keys and lists are taken up without a restart.

Examples:
  endpoint gateway
  endpoint gateway --data /srv/trial --http 127.0.0.1:0
  endpoint gateway --https 0.0.0.0:443 --tls-cert gateway.pem --tls-key gateway.key --hub-ca ca.pem
  curl -F 'content=@patient.xml;type=text/xml' http://127.0.0.1:3001/records/create`,
    )
    .action(async (flags: Flags) => {
      const { runGateway } = await import('./run-gateway.ts')
      await runGateway(flags)
    })
}
