import { join } from 'node:path'
import type { Finding } from '../../checks/finding.ts'
import { mongodb as serverHolds } from '../../checks/mongodb.ts'
import { folderChanges } from '../file-changes.ts'
import { type Account, giveAccount, opens, readAccount } from '../mongodb/give-account.ts'
import { serverChanges } from '../mongodb/unpack.ts'
import { installFolder, mongodbAccount, mongodbCurrent, stateFolder } from '../names.ts'
import { type Change, judgeChanges, look, notWanted, type Step, type Work } from '../step.ts'
import type { Service } from '../units/installed-units.ts'
import { serviceChanges } from '../units/service-changes.ts'

/** The gateway's MongoDB: a server of its own if the site brings an archive; any other one is only looked at. */
export const mongodb: Step = {
  name: 'mongodb',
  services: ['scoop-mongod'],
  async check(work) {
    const { gateway, mongodb: own } = work.site
    if (!/^mongodb/.test(gateway?.store ?? 'sqlite')) return notWanted('the site uses the embedded store')
    if (own && readAccount(gateway?.store ?? '') === undefined) return nameless
    const drift = judgeChanges(await mongodb.changes(work), { holds: 'the server runs', advice })
    return drift.verdict === 'ok' ? look(serverHolds)(work) : drift
  },
  async changes(work): Promise<Change[]> {
    const { gateway, mongodb: own } = work.site
    const named = readAccount(gateway?.store ?? '')
    if (!own || !named) return []
    const { target } = work
    const folders = [
      { path: `${installFolder}/mongodb`, mode: 0o755 },
      { path: `${stateFolder}/mongodb`, mode: 0o700, owner: mongodbAccount },
    ]
    const running = [
      ...(await folderChanges(target, folders)),
      ...(await serverChanges(target, { ...own, archive: join(work.beside, own.archive) })),
      ...(await serviceChanges(work, [server(named.port, own['cache-gb'] ?? 0.5)])),
    ]
    const account = { ...named, password: (await passwordOf(work)) ?? '' }
    return running.length === 0 && (await opens(account)) ? [] : [...running, accountChange(work, account)]
  },
}

const advice = 'see what it says: journalctl -u scoop-mongod -n 50, or tail /var/log/upstart/scoop-mongod.log'

/** The cap leaves room for connections and sorting beside the cache. */
const server = (port: number, cache: number): Service => ({
  name: 'scoop-mongod',
  timer: false,
  environment: { MONGODB_PORT: String(port), MONGODB_CACHE_GB: String(cache) },
  settings: { MemoryMax: `${Math.ceil((cache * 2 + 0.5) * 1024)}M` },
  reads: [mongodbCurrent],
})

const nameless: Finding = {
  verdict: 'critical',
  summary: 'gateway.store names no account or no database for the MongoDB server of this machine',
  advice: 'write mongodb://gateway@127.0.0.1:27017/scoop_endpoint, and its password into gateway.store-password-file',
}

async function passwordOf({ site, target }: Work): Promise<string | undefined> {
  const path = site.gateway?.['store-password-file']
  return path === undefined ? undefined : (await target.read(path))?.trim()
}

const accountChange = (work: Work, account: Account): Change => ({
  summary: `give the gateway its account ${account.name} on ${account.database}`,
  // Read again: in a plan the password may not be in its place yet.
  apply: async () => giveAccount(work.target, { ...account, password: (await passwordOf(work)) ?? account.password }),
})
