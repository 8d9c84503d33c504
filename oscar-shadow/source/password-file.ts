import { readFileSync, statSync } from 'node:fs'
import { EndpointError } from '../../provision/endpoint-error.ts'

/** The password that a file holds, one line break at its end left out. Raises EndpointError if others may read the file. */
export function readPassword(file: string): string {
  const facts = statSync(file, { throwIfNoEntry: false })
  if (!facts?.isFile()) {
    throw new EndpointError(`there is no password file ${file}`, {
      advice: "write the database account's password into it, readable by the shadow's account alone",
      exitCode: 2,
    })
  }
  if ((facts.mode & 0o077) !== 0) {
    throw new EndpointError(`others may read the password in ${file}`, { advice: `run: chmod 600 ${file}` })
  }
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
}
