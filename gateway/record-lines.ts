import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { BSON } from 'mongodb'
import { z } from 'zod'
import { EndpointError } from '../provision/endpoint-error.ts'
import { longestKey } from './import/read-header.ts'
import type { RecordText } from './store/record-store.ts'

/** What a stored record must have; everything else is taken as it is. */
const Identified = z.looseObject({
  _id: z.string().min(1).max(longestKey),
  effective_time: z.int().nullish(),
  hash_id: z.string().nullish(),
})

export type RecordLine = { line: number; record: RecordText } | { line: number; problem: string }

/**
 * The records in a file of JSON lines, `-` for standard input; mongoexport's extended JSON included, so that a clinic can
 * move over from the original gateway. Problems tell the line and never quote it. Raises EndpointError if the file can't
 * be read.
 */
export async function* readRecordLines(file: string): AsyncGenerator<RecordLine> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  let line = 0
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++
      if (text.trim() !== '') yield { line, ...readRecord(text) }
    }
  } catch (error) {
    if (!input.errored) throw error
    throw new EndpointError(`${file} can't be read: ${input.errored.message}`, { advice: 'name a file of JSON lines' })
  }
}

function readRecord(text: string): { record: RecordText } | { problem: string } {
  if (text.startsWith('[')) return { problem: 'is a JSON array; export without --jsonArray, one record a line' }
  const parsed = parse(text)
  if (parsed === undefined) return { problem: 'is not JSON' }
  const identified = Identified.safeParse(parsed)
  if (!identified.success) {
    const { path, message } = identified.error.issues[0] ?? { path: [], message: 'is no record' }
    return { problem: `${path.join('.') || 'the record'}: ${message}` }
  }
  const { _id, effective_time = null, hash_id = null } = identified.data
  return { record: { _id, effective_time, hash_id, json: JSON.stringify(parsed) } }
}

/** Plain values of a line in extended JSON: object ids as their 24 hexadecimal digits, all numbers as numbers. */
function parse(text: string): unknown {
  try {
    // Object ids serialise themselves as text, dates as ISO 8601.
    return JSON.parse(JSON.stringify(BSON.EJSON.parse(text, { relaxed: true })))
  } catch {
    return undefined
  }
}
