import { type Command, InvalidArgumentError, Option } from 'commander'
import { defaultSiteFile, trialDataFolder } from '../../provision/names.ts'
import type { TlsFlags } from './tls-files.ts'

export type LabFlags = { out: string; name: string[]; days: number; force?: boolean }
export type RequestFlags = TlsFlags & { name: string[]; out?: string; force?: boolean }
export type InstallFlags = TlsFlags & { name: string[]; chain?: string; json?: boolean }
export type ShowFlags = TlsFlags & { json?: boolean }

/** The module that does the work is loaded only when it is asked for: the X.509 library is large. */
export function addCertificatesCommand(program: Command): void {
  const certificates = program
    .command('certificates')
    .description('make a lab its certificates; request, install and show those of an endpoint')
  addLab(certificates)
  addRequest(certificates)
  addInstall(certificates)
  addShow(certificates)
}

function addLab(certificates: Command): void {
  certificates
    .command('lab')
    .description(
      'make an authority, and by it certificates for gateways and a hub on this machine, for trying things out',
    )
    .requiredOption('--out <dir>', 'where ca.pem, gateway.pem, gateway.key, hub.pem and hub.key go')
    .addOption(nameOption('another name of the gateway besides localhost, 127.0.0.1 and ::1'))
    .option('--days <number>', 'how long they hold', readDays, 365)
    .option('--force', 'replace those that are there')
    .addHelpText(
      'after',
      `
The authority's own key is thrown away, so that nobody can sign anything else by it.

Example:
  endpoint certificates lab --out lab-tls
  endpoint gateway --https 127.0.0.1:3222 --tls-cert lab-tls/gateway.pem --tls-key lab-tls/gateway.key --hub-ca lab-tls/ca.pem`,
    )
    .action(async (flags: LabFlags) => (await import('./lab-action.ts')).makeLabFiles(flags))
}

function addRequest(certificates: Command): void {
  addPlaces(certificates.command('request'))
    .description('make a key on this machine and print the request for its certificate, which an authority signs')
    .addOption(nameOption("a name that the hub reaches the gateway by (default: the site file's gateway.names)"))
    .option('--out <file>', 'write the request there instead of printing it')
    .option('--force', 'make a new key, also if one waits for its certificate already')
    .addHelpText(
      'after',
      `
The key stays on this machine. The gateway goes on with its present key until the new certificate is installed. Asked
again, the same key is used.

Example:
  endpoint certificates request --name clinic-7.example.org > clinic-7.csr`,
    )
    .action(async (flags: RequestFlags) => (await import('./request-action.ts')).requestCertificate(flags))
}

function addInstall(certificates: Command): void {
  addPlaces(certificates.command('install'))
    .description('check a signed certificate and put it in place; a running gateway takes it up by itself')
    .argument('<certificate>', 'PEM file; the certificates of the authorities above it may follow in it')
    .option('--chain <file>', 'PEM file with the certificates of the authorities above it')
    .addOption(nameOption('a name that it must be good for (default: those that were requested)'))
    .option('--json', 'print what was installed as JSON')
    .addHelpText('after', '\nExample:\n  endpoint certificates install clinic-7.pem --chain authority.pem')
    .action(async (file: string, flags: InstallFlags) =>
      (await import('./install-action.ts')).installCertificate(file, flags),
    )
}

function addShow(certificates: Command): void {
  addPlaces(certificates.command('show'))
    .description('print what the certificates of a file say and whether they hold; exit code 1 if one does not')
    .argument('[file]', "PEM file (default: the gateway's)")
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  endpoint certificates show')
    .action(async (file: string | undefined, flags: ShowFlags) =>
      (await import('./show-action.ts')).showCertificates(file, flags),
    )
}

/** Where the files of the hub-side listener are. */
function addPlaces(command: Command): Command {
  return command
    .option('--tls-cert <file>', 'certificate of the hub-side listener (default: tls/gateway.pem beside the site file)')
    .option('--tls-key <file>', 'its private key (default: tls/gateway.key beside the site file)')
    .option('--hub-ca <file>', "authority of the hubs' certificates (default: tls/hub-ca.pem beside the site file)")
    .option('--data <dir>', `data folder; holds tls/ without a site file (default then: ./${trialDataFolder})`)
    .option('--site <file>', `site file (default: ${defaultSiteFile}, if it exists)`)
}

function nameOption(description: string): Option {
  const collect = (name: string, names: string[]) => [...names, name]
  return new Option('--name <name>', `${description}; may be repeated`).argParser(collect).default([], 'none')
}

function readDays(text: string): number {
  const days = Number(text)
  if (/^\d+$/.test(text) && days >= 1 && days <= 3650) return days
  throw new InvalidArgumentError('write a whole number of days from 1 to 3650')
}
