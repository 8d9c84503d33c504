// A second process with the SQLite store of a folder open, as a running gateway has it: reads and writes once, then
// stays until it is told to go on.
import { sqliteStore } from '../../../gateway/store/sqlite.ts'
import { aRecord } from './contract.ts'

const store = sqliteStore({ folder: process.argv[2] ?? '' })
await store.upsert(aRecord('beside'))
await store.get('beside')
process.send?.('open')
process.once('message', async () => {
  process.send?.(await store.count())
  await store.close()
  process.disconnect?.()
})
