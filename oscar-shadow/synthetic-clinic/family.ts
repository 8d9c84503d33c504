import type { ClinicOptions } from './clinic-options.ts'
import type { Life } from './life.ts'
import type { Random } from './random.ts'
import type { Rows, TableName } from './tables.ts'

/** Gives the next primary key of a table. */
export type NextKey = (table: TableName) => number

/**
 * Makes the rows of some tables that refer to one another, for one patient after the other. The same patients in the
 * same order give the same rows and keys, so that each table can be made on its own.
 */
export type Family = {
  tables: readonly TableName[]
  rows(life: Life, random: Random, next: NextKey, options: ClinicOptions): Rows
}
