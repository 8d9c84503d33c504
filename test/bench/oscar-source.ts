// node test/bench/oscar-source.ts [FILE.sql[.gz]]: how fast a dump is read into charts, beside only reading its bytes.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDumpFile } from '../../oscar-shadow/source/dump/dump-file.ts'
import { openSource } from '../../oscar-shadow/source/open-source.ts'
import { writeClinicDump } from '../../oscar-shadow/synthetic-clinic/index.ts'
import { machine, printTable, residentMegabytes, secondsSince, watchMemory } from './measuring.ts'

const folder = mkdtempSync(join(tmpdir(), 'scoop-source-'))
try {
  const file = process.argv[2] ?? join(folder, 'clinic.sql')
  if (process.argv[2] === undefined) await writeClinicDump(file, { patients: 3000 })
  console.log(`${machine()}; ${(statSync(file).size / 1e6).toFixed(0)} MB`)
  const atRest = residentMegabytes(process.pid)

  let start = performance.now()
  let bytes = 0
  for await (const piece of (await openDumpFile(file)).pieces) bytes += piece.length
  const reading = secondsSince(start)

  using memory = watchMemory(process.pid)
  start = performance.now()
  const source = await openSource(file, { folder })
  const staging = secondsSince(start)
  start = performance.now()
  let charts = 0
  for await (const _ of source.charts()) charts++
  const assembling = secondsSince(start)
  const rows = Object.values(source.facts.rows).reduce((sum, count) => sum + count, 0)
  await source.close()

  const line = (what: string, seconds: number, count: number, unit: string) => [
    what,
    seconds.toFixed(1),
    (bytes / 1e6 / seconds).toFixed(0),
    (seconds / reading).toFixed(1),
    `${Math.round(count / seconds)} ${unit}`,
  ]
  printTable([
    ['', 'seconds', 'MB/s', 'ratio', 'a second'],
    line('reading the bytes', reading, bytes, 'bytes'),
    line('staging', staging, rows, 'rows'),
    line('charts', assembling, charts, 'charts'),
  ])
  console.log(
    `resident memory: ${atRest.toFixed(0)} MB at rest, ${Math.max(atRest, ...memory.samples).toFixed(0)} MB at most`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
