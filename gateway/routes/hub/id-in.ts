import type { Request } from 'express'
import type { QueryId } from '../../query/query.ts'
import { RequestRefused } from '../request-refused.ts'

/** The id in `/queries/ID` or `/queries/ID.json`. Raises RequestRefused (404) for what is none. */
export function idIn({ params }: Request): QueryId {
  const id = /^([0-9a-f]{24})(\.[a-z]+)?$/.exec(String(params.id))?.[1]
  if (id === undefined) throw new RequestRefused(404, 'not found')
  return id
}
