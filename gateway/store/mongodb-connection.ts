import type { Collection, Document, MongoClient } from 'mongodb'
import { EndpointError } from '../../provision/endpoint-error.ts'

export type MongoConnection = {
  collection<Shape extends Document>(name: string): Promise<Collection<Shape>>
  close(): Promise<void>
}

// Milliseconds. A server that is away is told within seconds; one that hangs, once its heartbeat stays away. Options
// in the URI win, so that a site can wait longer.
const patience = { serverSelectionTimeoutMS: 3_000, connectTimeoutMS: 3_000, socketTimeoutMS: 20_000 }
const heartbeat = { heartbeatFrequencyMS: 5_000 }

// As many writes are in flight as there are connections; the others wait their turn.
const poolSize = 16

/**
 * A connection that is made when it is first needed; the driver mends it by itself. The driver is loaded then too, so
 * that nobody else waits for it. `collection` raises EndpointError for a connection string that the driver refuses, and an error after `close`.
 */
export function mongoConnection(uri: string, { name, database }: { name: string; database: string }): MongoConnection {
  let client: Promise<MongoClient> | undefined
  let closed = false
  return {
    async collection<Shape extends Document>(collection: string) {
      // The driver itself would connect again.
      if (closed) throw new Error('it was closed')
      client ??= makeClient(uri, name)
      return (await client).db(database).collection<Shape>(collection, {
        // Acknowledged means: it survives the loss of power and of one server.
        writeConcern: { w: 'majority', journal: true, wtimeoutMS: 10_000 },
        // What is written rests on what was read; a secondary, which a URI may ask for, may be behind.
        readPreference: 'primary',
      })
    },
    async close() {
      closed = true
      await (await client)?.close()
    },
  }
}

async function makeClient(uri: string, name: string): Promise<MongoClient> {
  const { MongoClient } = await import('mongodb')
  try {
    return new MongoClient(uri, { ...optionsNotIn(uri), appName: 'scoop-endpoint' })
  } catch {
    // The driver's own error quotes the connection string, password and all.
    throw new EndpointError(`the driver can't read the MongoDB address of ${name}`, {
      advice: "write mongodb://user:password@host:27017/database; escape special characters of the password with '%'",
      exitCode: 2,
    })
  }
}

function optionsNotIn(uri: string) {
  const named = uri.toLowerCase()
  const options = { ...patience, ...heartbeat, maxPoolSize: poolSize }
  return Object.fromEntries(Object.entries(options).filter(([option]) => !named.includes(`${option.toLowerCase()}=`)))
}
