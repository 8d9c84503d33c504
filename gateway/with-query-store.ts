import { userInfo } from 'node:os'
import { EndpointError } from '../provision/endpoint-error.ts'
import { type Flags, readSettings } from './settings.ts'
import { openQueryStore } from './store/open-store.ts'
import type { QueryStore } from './store/query-store.ts'

/** Opens the query store that the flags or the site name for as long as the work takes. */
export async function withQueryStore(flags: Flags, work: (store: QueryStore) => Promise<void>): Promise<void> {
  process.umask(0o077)
  const store = openQueryStore(readSettings(flags))
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

/** Who gives this command, for the audit log: the account, and behind sudo the account that became root. */
export function whoAmI(): string {
  const { username } = userInfo()
  const { SUDO_USER: behind } = process.env
  return behind && behind !== username ? `${behind} as ${username}` : username
}

/** A whole number from 1 that a flag says. Raises EndpointError (exit code 2) for anything else. */
export function readCount(flag: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new EndpointError(`"${text}" is no number for ${flag}`, { advice: `write ${flag} 20`, exitCode: 2 })
}
