import { mongoStore } from './mongodb.ts'
import { badStore, type RecordStore } from './record-store.ts'
import { sqliteStore } from './sqlite.ts'

/**
 * The record store that `--store` and `--data` name: `sqlite` for `records.sqlite` in the folder `data`, or a MongoDB
 * connection string. Touches neither disk nor network yet. Raises EndpointError (exit code 2) for anything else.
 */
export function openStore({ store, data }: { store: string; data: string }): RecordStore {
  if (store === 'sqlite') return sqliteStore({ folder: data })
  if (/^mongodb(\+srv)?:\/\//.test(store)) return mongoStore(store)
  throw badStore()
}
