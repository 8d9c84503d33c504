import { type Command, Option } from 'commander'

export type ProvisionFlags = {
  plan?: boolean
  only?: string[]
  host?: string
  bundle?: string
  identity?: string
  acceptHostKey?: string
  uncommitted?: boolean
  json?: boolean
  relay?: boolean
}

export function addProvisionCommand(program: Command): void {
  program
    .command('provision')
    .description('make a machine the endpoint that a site file describes: this one, or another over SSH')
    .argument('<site.yaml>', 'the site file, or a folder of them, each naming its machine')
    .option('--plan', 'change nothing; show what would change and exit with 1 if anything would')
    .option('--only <step...>', 'look at these steps only')
    .option('--host <user@address>', 'the machine, reached over SSH; without it this one')
    .option('--identity <file>', 'private key for SSH (default: the keys of the SSH agent)')
    .option('--accept-host-key <fingerprint>', 'SHA256:… of a host that known_hosts does not know yet')
    .option('--bundle <file>', 'install this bundle instead of one made from the checkout')
    .option('--uncommitted', 'make the bundle also from changes that are not committed')
    .option('--json', 'print what became of each step as JSON')
    .addOption(new Option('--relay', 'tell the progress as JSON lines, and stop when standard input ends').hideHelp())
    .addHelpText(
      'after',
      `
Safe to run again at any time: a step that holds is left alone, and after a failure the next run goes on where it stopped.

Examples:
  endpoint provision site.yaml --host scoopadmin@10.0.0.9 --plan
  endpoint provision site.yaml --host scoopadmin@10.0.0.9
  endpoint provision sites/ --only firewall --plan
  sudo endpoint provision /etc/scoop-endpoint/site.yaml --only firewall`,
    )
    .action(async (file: string, flags: ProvisionFlags) => {
      const { provision } = await import('./provision.ts')
      process.exitCode = await provision(file, flags)
    })
}
