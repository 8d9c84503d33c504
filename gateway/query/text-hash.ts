import { createHash } from 'node:crypto'
import { canonical } from './audit-chain.ts'
import type { QueryTexts } from './query.ts'

/** SHA-256 in hexadecimal over the four texts as they came: what is approved is this very query, filter and all. */
export function textHash({ map, reduce, functions, filter }: QueryTexts): string {
  return createHash('sha256').update(canonical({ map, reduce, functions, filter })).digest('hex')
}
