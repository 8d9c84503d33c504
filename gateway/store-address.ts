import { readFileSync, statSync } from 'node:fs'
import { EndpointError } from '../provision/endpoint-error.ts'

/**
 * The address of a store with the password that a file holds, so that the site file, which many may read, holds none.
 * Raises EndpointError for a file that others may read or that is empty, and for an address without an account.
 */
export function storeAddress(store: string, passwordFile: string | undefined): string {
  if (passwordFile === undefined) return store
  const account = /^(mongodb(?:\+srv)?:\/\/[^:@/]+)@/.exec(store)?.[1]
  if (account === undefined) {
    throw new EndpointError('there is a file with the password of the store, but no account to use it for', {
      advice: 'write the account in its address (gateway.store): mongodb://gateway@127.0.0.1:27017/scoop_endpoint',
      exitCode: 2,
    })
  }
  return `${account}:${encodeURIComponent(readPassword(passwordFile))}${store.slice(account.length)}`
}

function readPassword(file: string): string {
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new EndpointError(`others may read the password in ${file}`, { advice: `run: chmod 600 ${file}` })
  }
  const password = readFileSync(file, 'utf8').trim()
  if (password !== '') return password
  throw new EndpointError(`${file} holds no password`, { advice: 'write the password of the store into it' })
}
