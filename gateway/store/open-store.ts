import { mongoStore } from './mongodb.ts'
import { mongoQueryStore } from './mongodb-query-store.ts'
import type { QueryStore } from './query-store.ts'
import { badStore, type RecordStore } from './record-store.ts'
import { sqliteStore } from './sqlite.ts'
import { sqliteQueryStore } from './sqlite-query-store.ts'

const isMongo = (store: string) => /^mongodb(\+srv)?:\/\//.test(store)

/**
 * The record store that `--store` and `--data` name: `sqlite` for `records.sqlite` in the folder `data`, or a MongoDB
 * connection string. Touches neither disk nor network yet. Raises EndpointError (exit code 2) for anything else.
 */
export function openStore({ store, data }: { store: string; data: string }): RecordStore {
  if (store === 'sqlite') return sqliteStore({ folder: data })
  if (isMongo(store)) return mongoStore(store)
  throw badStore()
}

/** The query store beside that record store: `queries.sqlite` in the same folder, or the same MongoDB. As `openStore`. */
export function openQueryStore({ store, data }: { store: string; data: string }): QueryStore {
  if (store === 'sqlite') return sqliteQueryStore({ folder: data })
  if (isMongo(store)) return mongoQueryStore(store)
  throw badStore()
}
