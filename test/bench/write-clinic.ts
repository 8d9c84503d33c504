// Writes an invented clinic as a mysqldump file: node test/bench/write-clinic.ts PATIENTS FILE.sql[.gz] [SEED]
import { writeClinicDump } from '../../oscar-shadow/synthetic-clinic/write-dump.ts'
import { residentMegabytes, secondsSince } from './measuring.ts'

const [patients, file, seed = '1'] = process.argv.slice(2)
if (!patients || !file) throw new Error('usage: node test/bench/write-clinic.ts PATIENTS FILE.sql[.gz] [SEED]')
const started = performance.now()
await writeClinicDump(file, { patients: Number(patients), seed: Number(seed) })
console.log(
  `${secondsSince(started).toFixed(1)} s, ${residentMegabytes(process.pid).toFixed(0)} MB resident in the end`,
)
