const defaultDatabase = 'scoop_endpoint'

/**
 * The parts of a connection string that we look at ourselves. `name` says which store it is without user, password
 * and options, any of which may be secret.
 */
export function readMongoAddress(uri: string): { name: string; database: string } | undefined {
  const parts = /^(?<scheme>mongodb(\+srv)?:\/\/)(.*@)?(?<hosts>[^@/?]+)(\/(?<database>[^?]*))?(\?.*)?$/s.exec(
    uri,
  )?.groups
  if (!parts) return undefined
  const database = parts.database || defaultDatabase
  return { name: `${parts.scheme}${parts.hosts}/${database}`, database }
}
