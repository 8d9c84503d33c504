import type { Computed, QueryLimits } from './engine.ts'
import type { QueryResult } from './query.ts'
import { refuseRowLevelData } from './row-level.ts'

/** What a site lets out, and what a query may use. */
export type Policy = {
  /** `listed`: a text runs only once a person at the clinic has approved it. */
  approval: 'none' | 'listed'
  /** Counts from 1 to below this are left out; 0: none are. */
  minimumCell: number
  /** What makes a result look like one row for each patient; undefined: nobody looks. */
  rowLevel: RowLevelLimits | undefined
  limits: QueryLimits
}

export type RowLevelLimits = {
  /** Keys for each patient read, once there are more than a few. */
  keysPerPatient: number
  /** Entries of the lists and objects within one value, however deep. */
  listLength: number
  /** Characters of a text within a value, or of a member's name there. */
  textLength: number
}

/** What may leave the clinic, ready to be stored. */
export type Released = Pick<QueryResult, 'values' | 'suppressed'> & { keys: number }

/**
 * Applies the policy to a result, once, before it is stored. Raises QueryFailed, naming the limit, for a result that
 * looks like data about single patients or is larger than a result may be.
 *
 * Of a result that passes, every member with a small cell is left out whole: a hub reduces the values again, and its
 * reduce knows how to go on without a key, but not with a null or with half an object. The rest of an object with a
 * small count in it is about the same few patients anyhow.
 */
export function release({ values, recordsRead }: Computed, { minimumCell, rowLevel, limits }: Policy): Released {
  const parsed = values.map(([name, json]): Member => ({ name, json, value: JSON.parse(json) }))
  if (rowLevel) refuseRowLevelData(parsed, recordsRead, { ...rowLevel, keyLength: limits.keyLength })
  // What comes of a handful of patients is about them, however large the numbers.
  const aboutFew = recordsRead > 0 && recordsRead < minimumCell
  const kept = aboutFew ? [] : parsed.filter(({ value }) => !hasSmallCell(value, minimumCell))
  return {
    values: `{${kept.map(({ name, json }) => `${JSON.stringify(name)}:${json}`).join(',')}}`,
    keys: kept.length,
    suppressed: { cells: parsed.length - kept.length, minimum: minimumCell },
  }
}

export type Member = { name: string; json: string; value: unknown }

/**
 * Whether a number in the value, however deep, may be a count of few patients: a whole number from 1 to below the
 * minimum, or the same with a minus. Fractions are no counts; text is not looked into.
 */
export function hasSmallCell(value: unknown, minimum: number): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && value !== 0 && Math.abs(value) < minimum
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((part) => hasSmallCell(part, minimum))
}
