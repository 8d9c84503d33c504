import { listOf, partOf } from './part.ts'

const snomedStatus = new Map<unknown, string>([
  ['55561003', 'active'],
  ['73425007', 'inactive'],
  ['413322009', 'resolved'],
])

/**
 * The word for an entry's `status_code`: HL7 ActStatus as it is, even where its list is empty, else what a few codes of
 * SNOMED-CT mean. Undefined for all else, the form `{value}` of E2E laboratory results included.
 */
export function readStatus(statusCode: unknown): unknown {
  const systems = partOf(statusCode ?? {})
  const act = systems['HL7 ActStatus']
  if (act !== null && act !== undefined) return listOf(act)[0]
  const snomed = systems['SNOMED-CT']
  return snomed === null || snomed === undefined ? undefined : snomedStatus.get(listOf(snomed)[0])
}
