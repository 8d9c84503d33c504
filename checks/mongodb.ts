import type { Check } from './check.ts'
import type { Finding } from './finding.ts'
import { judged } from './judge.ts'
import { isLoopback, readPlace } from './machine-address.ts'
import { readSockets, type Socket } from './proc-net.ts'

/** Whether the gateway's MongoDB is new enough, asks for a password, and listens to this machine alone. */
export const mongodb: Check = {
  name: 'mongodb',
  async run({ site, host }) {
    const store = site.gateway?.store ?? 'sqlite'
    const server = /^mongodb(?:\+srv)?:\/\/(?:.*@)?([^@,/?]+)/.exec(store)?.[1]
    if (server === undefined) return { verdict: 'ok', summary: 'not looked at: the site uses the embedded store' }
    const facts = await askServer(server)
    const { port } = readPlace(server, 27_017)
    const sockets = (await readSockets(host)).filter((it) => it.protocol === 'tcp' && it.port === port)
    return judgeMongodb({ ...facts, server, sockets })
  },
}

export type MongodbFacts = {
  /** HOST:PORT as the site names it, without the account. */
  server: string
  /** Undefined if it can't be reached; then `trouble` says why. */
  version: string | undefined
  trouble?: string
  /** Whether a stranger is kept from the data. */
  guarded: boolean
  /** Where it listens on this machine. */
  sockets: readonly Socket[]
}

/** Asks as a stranger: what one may do without an account is the question. */
async function askServer(server: string): Promise<Pick<MongodbFacts, 'version' | 'trouble' | 'guarded'>> {
  const { MongoClient } = await import('mongodb')
  const patience = { serverSelectionTimeoutMS: 3_000, connectTimeoutMS: 3_000, socketTimeoutMS: 3_000 }
  const client = new MongoClient(`mongodb://${server}/`, { ...patience, directConnection: true })
  try {
    const { version } = await client.db('admin').command({ buildInfo: 1 })
    return {
      version: String(version),
      guarded: await isGuarded(() => client.db('admin').command({ listDatabases: 1 })),
    }
  } catch (error) {
    return { version: undefined, guarded: true, trouble: error instanceof Error ? error.name : 'unknown' }
  } finally {
    await client.close()
  }
}

/** MongoDB's error code for a command that the caller may not give. */
const unauthorized = 13

async function isGuarded(ask: () => Promise<unknown>): Promise<boolean> {
  return ask().then(
    () => false,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === unauthorized,
  )
}

/** The oldest that the driver speaks to (`ubuntu-12.04.md` section 8.2). */
const oldest = [3, 6]

export function judgeMongodb({ server, version, trouble, guarded, sockets }: MongodbFacts): Finding {
  if (version === undefined) {
    const advice = 'see that it runs (systemctl status mongod) and what its log says: /var/log/mongodb/mongod.log'
    return judged('critical', { summary: `MongoDB at ${server} can't be asked: ${trouble}`, advice })
  }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < (oldest[0] ?? 0) || (major === oldest[0] && minor < (oldest[1] ?? 0))) {
    const advice = `use ${oldest.join('.')} or newer; the next export fills a fresh one`
    return judged('critical', { summary: `MongoDB ${version} is too old`, advice })
  }
  const wide = sockets.filter(({ address }) => !isLoopback(address))
  if (wide.length > 0) {
    return judged('critical', {
      summary: `MongoDB ${version} listens on ${wide.map(({ address }) => address).join(', ')}, not on this machine alone`,
      advice: 'set net.bindIp: 127.0.0.1 in /etc/mongod.conf and restart it',
    })
  }
  if (!guarded) {
    const advice = 'set security.authorization: enabled in /etc/mongod.conf and give the gateway an account'
    return judged('critical', { summary: `MongoDB ${version} shows its data to whoever asks`, advice })
  }
  const reach = isLoopback(readPlace(server, 27_017).host) ? ' and listens to this machine alone' : ''
  return { verdict: 'ok', summary: `MongoDB ${version} asks for a password${reach}` }
}
