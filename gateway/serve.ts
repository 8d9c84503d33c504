import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import { EndpointError } from '../provision/endpoint-error.ts'
import { readDinAtc } from './import/din-atc.ts'
import { openImporter } from './import/importer.ts'
import { watchInbox } from './inbox.ts'
import { openIntake } from './intake.ts'
import { listen } from './listen.ts'
import { openHubDoor } from './open-hub-door.ts'
import { pseudonymKey } from './pseudonym-key.ts'
import { openQuarantine } from './quarantine.ts'
import { auditWipes } from './query/audit-wipes.ts'
import { openEngine } from './query/open-engine.ts'
import { openQueries } from './query/open-queries.ts'
import type { Queries } from './query/query.ts'
import { openAdmission } from './routes/admission.ts'
import { clinicSide } from './routes/clinic-side.ts'
import { hubSide } from './routes/hub-side.ts'
import { dataPaths, type Settings } from './settings.ts'
import { openQueryStore, openStore } from './store/open-store.ts'
import { type RecordStore, StoreUnavailable } from './store/record-store.ts'

export type Gateway = {
  /** `http://HOST:PORT` of the clinic-side listener. */
  http: string
  /** `https://HOST:PORT` of the hub-side listener, if there is one. */
  https: string | undefined
  /** Finishes what was accepted, then lets go of everything. */
  close(): Promise<void>
}

/** Requests of the clinic side under way at once, and bytes of theirs in memory. */
const admissionLimits = { requests: 64, bytes: 128 * 1024 * 1024 }

/** How long a request that was accepted may take to finish when the gateway is stopped, in milliseconds. */
const grace = 20_000

/** Starts a gateway. Raises EndpointError for an address, store, key or table that can't be used. */
export async function serve(settings: Settings, log: Logger): Promise<Gateway> {
  // Closes in reverse order what was opened, also if something after it can't be.
  await using opened = new AsyncDisposableStack()
  const store = opened.adopt(openStore(settings), (it) => it.close())
  await tryStore(store.get(''), log)
  const queryStore = opened.adopt(openQueryStore(settings), (it) => it.close())
  await tryStore(queryStore.unfinished(), log)
  const engine = opened.adopt(openEngine(store), (it) => it.close())
  const importer = opened.adopt(await importerFor(settings, store), (it) => it.close())
  const quarantine = openQuarantine(dataPaths(settings.data).quarantine)
  const intake = openIntake(importer, store, quarantine)
  if (settings.inbox !== undefined) opened.use(await watchInbox({ folder: settings.inbox, intake, log }))
  const needs = { store: queryStore, engine, records: store, settings: settings.queries, log }
  // Also without a hub side: what is queued already is finished.
  const queries = opened.adopt(openQueries(needs), (it) => it.close())
  const admission = openAdmission(admissionLimits)
  const records = auditWipes(store, queryStore.audit, 'local')
  const clinic = clinicSide({ intake, store: records, quarantine, queries, admission, log })
  const listener = opened.adopt(await listen(clinic, settings.http), (it) => it.close(grace))
  const hubListener = opened.adopt(await hubDoor(settings, queries, log), (it) => it?.close(grace))
  const running = opened.move()
  return {
    http: listener.url,
    https: hubListener?.url,
    async close() {
      await running.disposeAsync()
      log.info({ documents: intake.tally }, 'stopped')
    },
  }
}

async function hubDoor({ https, queries: { hubs } }: Settings, queries: Queries, log: Logger) {
  return https && openHubDoor(hubSide({ queries, hubs, log }), https, log)
}

/** What is wrong with a store for good is told before anybody relies on it; one that is only away may come back. */
async function tryStore(asked: Promise<unknown>, log: Logger): Promise<void> {
  await asked.catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error
    log.warn(error.message)
  })
}

/** The importer that a gateway with these settings uses. Raises EndpointError if the key of stored records is gone. */
export async function importerFor(
  { data, pseudonyms, dinAtc }: Settings,
  store: RecordStore,
): Promise<ReturnType<typeof openImporter>> {
  if (pseudonyms === 'hmac') await expectKey(dataPaths(data).pseudonymKey, store)
  const key = pseudonyms === 'hmac' ? pseudonymKey(dataPaths(data).pseudonymKey) : undefined
  return openImporter({ key, atcByDin: dinAtc === undefined ? new Map() : readDinAtc(await readTable(dinAtc)) })
}

/** A new key is for a new store only: with another one, every patient would get another pseudonym. */
async function expectKey(file: string, store: RecordStore): Promise<void> {
  if (existsSync(file)) return
  for await (const _record of store.scan()) {
    throw new EndpointError(`the store holds records, but their key ${file} is missing`, {
      advice:
        'restore the key from the backup, or wipe the records (endpoint records wipe) and export all patients again',
    })
  }
}

async function readTable(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw new EndpointError(`the DIN to ATC table can't be read: ${cause.message}`, {
      advice: 'see that the file exists and the gateway may read it',
      exitCode: 2,
      cause,
    })
  })
}
