import { importDocument } from '../../../gateway/import/index.ts'
import { sha224Pseudonyms } from '../../../gateway/import/pseudonym.ts'
import type { PatientRecord } from '../../../gateway/record.ts'
import type { Chart, Clinic } from '../../../oscar-shadow/chart.ts'
import { type WriteOptions, writeDocument } from '../../../oscar-shadow/e2e/index.ts'
import { chart, clinic } from './charts.ts'

export const stamp = { effectiveTime: '20240506141449', documentId: '00000000-0000-4000-8000-00000000000A' }

type Case = { parts?: Partial<Chart>; at?: Clinic; options?: Partial<WriteOptions> }

export const written = ({ parts, at = clinic(), options }: Case = {}) =>
  writeDocument(chart(parts), at, { ...stamp, ...options })

/** The record that our own importer makes of a chart; any warning of its is a failure of the test. */
export function recordOf(
  parts: Partial<Chart>,
  at: Clinic = clinic(),
  options: Partial<WriteOptions> = {},
): PatientRecord {
  const { document } = written({ parts, at, options })
  const { record, warnings } = importDocument(Buffer.from(document), { pseudonym: sha224Pseudonyms })
  if (warnings.length > 0) throw new Error(`imported with warnings: ${warnings.join('; ')}`)
  return record
}
