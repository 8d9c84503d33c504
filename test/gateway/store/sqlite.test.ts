import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sqliteStore } from '../../../gateway/store/sqlite.ts'
import { keepsTheContract } from './contract.ts'

t.test('SQLite keeps the contract', async (t) => {
  const folder = join(t.testdir(), 'data')
  mkdirSync(folder)
  await keepsTheContract(t, () => sqliteStore({ folder }), { unchanged: true })
})
