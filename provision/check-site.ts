import { InvalidSite } from './site/problems.ts'
import { loadSite, type Site } from './site.ts'

/** Prints whether a site file is valid, and what it leaves open; sets the exit code. Raises EndpointError for no file. */
export function checkSite(file: string, { json = false }: { json?: boolean }): void {
  try {
    const open = leftOpen(loadSite(file))
    if (json) print({ file, valid: true, problems: [], open })
    else process.stdout.write(`${file} is valid\n${open.map((line) => `it does not say ${line}\n`).join('')}`)
  } catch (error) {
    if (!(json && error instanceof InvalidSite)) throw error
    print({ file, valid: false, problems: error.problems, open: [] })
    process.exitCode = error.exitCode
  }
}

const print = (report: object) => void process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)

/** What an endpoint in a clinic should say, and this one doesn't. */
function leftOpen({ name, clinic, hub, gateway }: Site): string[] {
  const facts = [
    [name, 'name: reports do not tell which endpoint they are from'],
    [clinic?.network, "clinic.network: ssh stays open to everybody unless ssh.from names the technicians' networks"],
    [clinic?.['backup-oscar'], 'clinic.backup-oscar: nobody looks whether the backup OSCAR can be reached'],
    [hub?.address, "hub.address: this clock is not compared with the hub's"],
    [gateway?.https, 'gateway.https: no hub can submit queries'],
  ]
  return facts.flatMap(([fact, told]) => (fact === undefined && told !== undefined ? [told] : []))
}
