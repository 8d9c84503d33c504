import { type Command, InvalidArgumentError, Option } from 'commander'

export type QueryFlags = {
  gateway: string[]
  cert: string
  key: string
  ca: string
  map: string
  reduce: string
  filter?: string
  functions?: string
  timeout: number
  out?: string
  json?: boolean
}

export function addQueryCommand(program: Command): void {
  program
    .command('query')
    .description('ask gateways as the hub does: submit a query, wait for the results, put them together')
    .addOption(
      new Option('--gateway <url>', 'https://HOST:PORT of a gateway; may be repeated')
        .argParser((url: string, urls: string[] | undefined) => [...(urls ?? []), url])
        .makeOptionMandatory(),
    )
    .requiredOption('--cert <file>', "the hub's certificate, PEM")
    .requiredOption('--key <file>', 'its private key, PEM')
    .requiredOption('--ca <file>', "the authority of the gateways' certificates, PEM")
    .requiredOption('--map <file>', 'JavaScript with a function named map')
    .requiredOption('--reduce <file>', 'JavaScript that begins with the reduce function')
    .option('--filter <file>', 'MongoDB query document, JSON: the records to look at (default: all)')
    .option('--functions <file>', 'JavaScript that map and reduce use')
    .option('--timeout <seconds>', 'give up on gateways that have not answered by then', readSeconds, 600)
    .option('--out <file>', "write everything there as JSON, each gateway's own results included")
    .option('--json', 'print JSON instead of tables')
    .addHelpText(
      'after',
      `
Exit code 0 if every gateway answered. If one did not, the others' results are shown all the same, and the exit code is 1.
Ctrl-C asks the gateways to end the query, too.

Example:
  endpoint query --gateway https://127.0.0.1:3222 --cert lab-tls/hub.pem --key lab-tls/hub.key --ca lab-tls/ca.pem \\
    --map map.js --reduce reduce.js`,
    )
    .action(async (flags: QueryFlags) => (await import('./query-action.ts')).queryGateways(flags))
}

function readSeconds(text: string): number {
  const seconds = Number(text)
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= 86_400) return seconds
  throw new InvalidArgumentError('write a whole number of seconds from 1 to 86400')
}
