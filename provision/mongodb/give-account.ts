import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import { EndpointError } from '../endpoint-error.ts'
import { secretsFolder } from '../names.ts'
import type { Target } from '../target.ts'

/** The gateway's account on a server of this machine. */
export type Account = { name: string; password: string; port: number; database: string }

const administrator = 'scoop-admin'
const passwordFile = `${secretsFolder}/mongodb-admin`

const patience = { serverSelectionTimeoutMS: 2_000, connectTimeoutMS: 2_000, socketTimeoutMS: 10_000 }

/** Of `mongodb://NAME@HOST:PORT/DATABASE`; undefined where no account is named. */
export function readAccount(store: string): Omit<Account, 'password'> | undefined {
  const [, name, port = '27017', database = ''] =
    /^mongodb:\/\/([^@:/]+)@[^,/?:]+(?::(\d+))?\/([^?]+)/.exec(store) ?? []
  return name === undefined ? undefined : { name, port: Number(port), database }
}

/** Whether the account opens its database. False also while the server is away. */
export async function opens(account: Account): Promise<boolean> {
  return as(account, account.database, (client) => client.db(account.database).listCollections().toArray()).then(
    () => true,
    () => false,
  )
}

/**
 * Makes the gateway's account, which may read and write its own database and nothing else. A new server lets whoever is
 * at the machine make its first account; that becomes the administrator, whose password only root can read.
 */
export async function giveAccount(target: Target, account: Account): Promise<void> {
  await untilItAnswers(account.port)
  const admin = { name: administrator, password: await administratorPassword(target), port: account.port }
  const grant = { pwd: account.password, roles: [{ role: 'readWrite', db: account.database }] }
  try {
    if (!(await opens({ ...admin, database: 'admin' }))) {
      const root = { createUser: admin.name, pwd: admin.password, roles: ['root'] }
      await as(undefined, 'admin', (client) => client.db('admin').command(root), account.port)
    }
    await as(admin, 'admin', async (client) => {
      const database = client.db(account.database)
      const { users } = await database.command({ usersInfo: account.name })
      await database.command(
        users.length > 0 ? { updateUser: account.name, ...grant } : { createUser: account.name, ...grant },
      )
    })
  } catch (cause) {
    // The server's own words may repeat what it was sent.
    const reason = cause instanceof Error ? cause.name : 'unknown'
    throw new EndpointError(`MongoDB gives the gateway no account (${reason})`, {
      advice: `see that ${passwordFile} is the password of its account ${administrator}`,
      cause,
    })
  }
}

async function administratorPassword(target: Target): Promise<string> {
  const found = await target.read(passwordFile)
  if (found !== undefined) return found.trim()
  const made = randomBytes(24).toString('base64url')
  // On disk before it is used: after a power cut it is still known.
  await target.write(passwordFile, `${made}\n`, { mode: 0o400 })
  return made
}

type Credentials = { name: string; password: string; port: number }

async function as<Result>(
  who: Credentials | undefined,
  authSource: string,
  work: (client: MongoClient) => Promise<Result>,
  port = who?.port,
): Promise<Result> {
  const auth = who && { auth: { username: who.name, password: who.password }, authSource }
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/`, { ...patience, directConnection: true, ...auth })
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

/** A server that has just been started. */
async function untilItAnswers(port: number): Promise<void> {
  for (let turn = 0; turn < 30; turn++) {
    const answers = await as(undefined, 'admin', (client) => client.db('admin').command({ hello: 1 }), port).catch(
      () => null,
    )
    if (answers) return
    await sleep(500)
  }
  throw new EndpointError('MongoDB does not answer', { advice: 'see what it says: journalctl -u scoop-mongod -n 50' })
}
