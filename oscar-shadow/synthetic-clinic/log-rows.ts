import { timeText } from './days.ts'
import type { Family } from './family.ts'
import { between, pick } from './random.ts'

/** Who opened and changed what: a row for reading as well as for writing. */
export const logFamily: Family = {
  tables: ['log'],
  rows(life, random, next) {
    const days = [life.last, life.last, ...life.visits]
    const log = days.map((day) => ({
      id: next('log'),
      dateTime: timeText(day, between(random, 480, 1020)),
      provider_no: life.provider,
      action: pick(random, ['read', 'read', 'read', 'update', 'add']),
      content: pick(random, ['demographic', 'eChart', 'prescription']),
      contentId: String(life.demographic_no),
      ip: '192.0.2.10',
      demographic_no: life.demographic_no,
    }))
    return { log }
  },
}
