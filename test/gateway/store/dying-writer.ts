// Stands in for the writer thread of the SQLite store: the first of a folder dies at its first task, as of too little
// memory; the next one lives.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'

const died = join(workerData.folder, '..', 'died')
if (existsSync(died)) {
  await import('../../../gateway/store/sqlite-writer.ts')
} else {
  parentPort?.once('message', () => {
    writeFileSync(died, '')
    process.exit(1)
  })
}
