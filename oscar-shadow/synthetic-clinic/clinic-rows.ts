import type { ClinicOptions } from './clinic-options.ts'
import { clinicWideRows } from './clinic-wide-rows.ts'
import { demographicFamily } from './demographic-rows.ts'
import { drugFamily } from './drug-rows.ts'
import type { Family, NextKey } from './family.ts'
import { measurementFamily } from './lab-rows.ts'
import { type Life, lifeOf, livesInNoOrder } from './life.ts'
import { logFamily } from './log-rows.ts'
import { noteFamily } from './note-rows.ts'
import { preventionFamily } from './prevention-rows.ts'
import { allergyFamily, problemFamily } from './problem-rows.ts'
import { randomFor } from './random.ts'
import type { TableName, Value } from './tables.ts'

const families: readonly Family[] = [
  demographicFamily,
  allergyFamily,
  drugFamily,
  problemFamily,
  preventionFamily,
  measurementFamily,
  noteFamily,
  logFamily,
]

export type AnyRow = Readonly<Record<string, Value | undefined>>

/**
 * The rows of one table, in the order of their keys, without holding more than those of one patient: each table is made
 * from the patients' seeds again.
 */
export function* rowsOf(table: TableName, options: ClinicOptions): Generator<AnyRow> {
  yield* clinicWideRows[table]?.(options) ?? []
  const family = families.find(({ tables }) => tables.includes(table))
  if (!family) return
  const next = keys()
  const purpose = family.tables.join()
  const lives = family === demographicFamily ? livesInOrder(options) : livesInNoOrder(options)
  for (const life of lives) {
    const random = randomFor(options.seed, life.demographic_no, purpose)
    yield* family.rows(life, random, next, options)[table] ?? []
  }
}

function* livesInOrder(options: ClinicOptions): Generator<Life> {
  for (let patient = 1; patient <= options.patients; patient++) yield lifeOf(patient, options)
}

function keys(): NextKey {
  const last = new Map<TableName, number>()
  return (table) => {
    const key = (last.get(table) ?? 0) + 1
    last.set(table, key)
    return key
  }
}
