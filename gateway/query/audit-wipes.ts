import type { AuditStore } from '../store/query-store.ts'
import type { RecordStore } from '../store/record-store.ts'
import { now } from './ids.ts'

/** The same records, with each wipe told to the audit log. */
export function auditWipes(records: RecordStore, audit: AuditStore, by: string): RecordStore {
  return {
    ...records,
    async wipe() {
      const count = await records.wipe()
      await audit.append({ event: 'wiped', at: now(), by, records: count })
      return count
    },
  }
}
