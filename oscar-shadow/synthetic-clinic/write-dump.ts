import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ClinicOptions } from './clinic-options.ts'
import { clinicDump } from './dump.ts'

/** Writes an invented clinic as a dump file (mode 0600), compressed if the name ends in `.gz`. */
export async function writeClinicDump(
  file: string,
  options: Partial<ClinicOptions> = {},
  signal?: AbortSignal,
): Promise<void> {
  const dump = Readable.from(clinicDump(options), { objectMode: false })
  const target = createWriteStream(file, { mode: 0o600 })
  await (file.endsWith('.gz') ? pipeline(dump, createGzip(), target, { signal }) : pipeline(dump, target, { signal }))
}
