import type { QueryTexts } from '../../query/query.ts'
import type { Part } from '../form-parts.ts'
import { RequestRefused } from '../request-refused.ts'
import { checkFilter } from './check-filter.ts'

/** Bytes of one part; the largest seen, the functions of a query that was made from HQMF, have a quarter of it. */
export const partLimit = 1024 * 1024
/** A hub sends four at most; the original took three more. */
export const mostParts = 16

/**
 * The texts in the parts of a submission (`gateway-api.md` section 4). Raises RequestRefused: 400 for a missing or blank
 * map or reduce with the original's words, and for a filter that is no JSON object; 413, 422.
 */
export function readSubmission(parts: readonly Part[]): QueryTexts {
  const text = (name: string) => textOf(parts, name)
  if (text('hqmf')?.trim()) throw hqmfRefused()
  const [map = '', reduce = ''] = [text('map'), text('reduce')]
  const missing = [!map.trim() && "Map can't be blank", !reduce.trim() && "Reduce can't be blank"].filter(Boolean)
  if (missing.length > 0) throw new RequestRefused(400, missing.join(','))
  const filter = text('filter') ?? null
  checkFilter(filter)
  return { map, reduce, functions: text('functions') ?? null, filter }
}

/** Conversion is the hub's business; what we would make of HQMF could differ from what its other endpoints do. */
export function hqmfRefused(): RequestRefused {
  return new RequestRefused(422, 'HQMF is not converted here; let the hub convert it and send map and reduce')
}

function textOf(parts: readonly Part[], name: string): string | undefined {
  const [part, ...more] = parts.filter((it) => it.name === name)
  if (!part) return undefined
  if (more.length > 0) throw new RequestRefused(400, `the form has several parts named ${name}`)
  if (part.bytes.length > partLimit) {
    throw new RequestRefused(413, `the part ${name} is larger than ${partLimit.toLocaleString('en')} bytes`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(part.bytes)
  } catch {
    throw new RequestRefused(400, `the part ${name} is not UTF-8 text`)
  }
}
