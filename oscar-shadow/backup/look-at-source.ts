import { stat } from 'node:fs/promises'
import { readAddress } from '../source/address.ts'
import { type LinkOptions, textOf } from '../source/connect.ts'
import { newestEntry } from '../source/database-facts.ts'
import { openSession } from '../source/open-session.ts'

const counters = [
  'SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()',
  'SELECT MAX(demographic_no) FROM demographic',
  'SELECT MAX(note_id) FROM casemgmt_note',
]

/** How the data stand, in words that change when anything is added; quick, whatever the size. */
export async function lookAtSource(where: string, link: LinkOptions): Promise<string> {
  const address = readAddress(where)
  if (address.kind === 'dump') {
    const { size, mtime } = await stat(address.file)
    return `${size} bytes of ${mtime.toISOString()}`
  }
  const session = await openSession(address, link)
  try {
    const facts = [await newestEntry(session)]
    for (const counter of counters) facts.push(textOf((await session.query(counter))[0]?.[0]))
    return facts.join(', ')
  } finally {
    await session.close()
  }
}
