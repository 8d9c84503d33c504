#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { EndpointError } from './provision/endpoint-error.ts'

/** Only the command that is asked for is loaded, so that help answers at once. */
const commands: Record<string, { summary: string; add(program: Command): Promise<void> }> = {
  lab: {
    summary: 'show the whole flow on this machine, from an invented clinic to the answers that a hub gets',
    add: async (program) => (await import('./provision/lab/lab-command.ts')).addLabCommand(program),
  },
  clinic: {
    summary: 'invent a clinic, as a dump of an OSCAR database',
    add: async (program) =>
      (await import('./oscar-shadow/synthetic-clinic/clinic-command.ts')).addClinicCommand(program),
  },
  gateway: {
    summary: 'run the gateway: it takes patient documents in, keeps the records and answers queries',
    add: async (program) => (await import('./gateway/gateway-command.ts')).addGatewayCommand(program),
  },
  records: {
    summary: 'count, export, import or wipe the records; look after refused documents',
    add: async (program) => (await import('./gateway/records-command.ts')).addRecordsCommand(program),
  },
  queries: {
    summary: 'see, approve, decline or cancel what hubs ask',
    add: async (program) => (await import('./gateway/queries-command.ts')).addQueriesCommand(program),
  },
  audit: {
    summary: 'read the log of what hubs asked and got, or prove that nobody changed it',
    add: async (program) => (await import('./gateway/audit-command.ts')).addAuditCommand(program),
  },
  site: {
    summary: 'write or check a site file, which says everything about one endpoint',
    add: async (program) => (await import('./provision/site-command.ts')).addSiteCommand(program),
  },
  provision: {
    summary: 'make a machine the endpoint that a site file describes',
    add: async (program) => (await import('./provision/provision-command.ts')).addProvisionCommand(program),
  },
  unprovision: {
    summary: 'remove from this machine what provisioning made',
    add: async (program) => (await import('./provision/unprovision-command.ts')).addUnprovisionCommand(program),
  },
  bundle: {
    summary: 'make the offline installation bundle',
    add: async (program) => (await import('./provision/bundle/bundle-command.ts')).addBundleCommand(program),
  },
  export: {
    summary: "export the clinic's patients from the backup OSCAR to the gateway, once",
    add: async (program) => (await import('./oscar-shadow/export-command.ts')).addExportCommand(program),
  },
  check: {
    summary: 'look whether every fact that the endpoint relies on holds',
    add: async (program) => (await import('./checks/check-command.ts')).addCheckCommand(program),
  },
  query: {
    summary: 'ask gateways as the hub does, and put their answers together',
    add: async (program) => (await import('./gateway/hub/query-command.ts')).addQueryCommand(program),
  },
  certificates: {
    summary: 'make a lab its certificates; request, install and show those of an endpoint',
    add: async (program) =>
      (await import('./gateway/certificates/certificates-command.ts')).addCertificatesCommand(program),
  },
}

const program = new Command('endpoint')
  .description("A clinic's private copy of its patient records, which answers population-health queries.")
  .usage('<command> [options]')
  .showHelpAfterError('(--help shows how it is used)')
  .addHelpText('after', '\nExample:\n  endpoint gateway --help')
  .version(JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).version)
  .exitOverride()

async function main(words: readonly string[]): Promise<number> {
  const [first, second] = words.filter((word) => !word.startsWith('-'))
  const asked = first === 'help' ? second : first
  for (const [name, { summary, add }] of Object.entries(commands)) {
    if (name === asked) await add(program)
    else program.command(name).description(summary)
  }
  if (words.length === 0) program.help()
  await program.parseAsync([...words], { from: 'user' })
  // Set by a command that did its work and found something wrong.
  return Number(process.exitCode ?? 0)
}

/** What went wrong, for people; answers the exit code. */
function report(error: unknown): number {
  // Commander has printed its own complaint, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof EndpointError) {
    process.stderr.write(`endpoint: ${error.message}\n${error.advice}\n`)
    return error.exitCode
  }
  // The system says in its own errors which file or address it could not open, and why.
  if (isSystemError(error)) {
    process.stderr.write(`endpoint: ${error.message}\n`)
    return 1
  }
  const stack = process.env.ENDPOINT_DEBUG && error instanceof Error ? `\n${error.stack}` : ''
  const name = error instanceof Error ? error.name : 'error'
  process.stderr.write(`endpoint: unexpected ${name}; please report it, with ENDPOINT_DEBUG=1 to show where${stack}\n`)
  return 1
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

process.exitCode = await main(process.argv.slice(2)).catch(report)
