import type { PatientRows } from './patient-rows.ts'

/**
 * The day, `yyyy-MM-dd`, of the latest change that a patient's rows show, those that don't count any more included;
 * undefined where none of them is dated. What was deleted from measurements and routings shows nowhere (`e2e-export.md`
 * section 7), so that only a full export is sure to have everything.
 */
export function lastChange(rows: PatientRows): string | undefined {
  const stamps = [
    rows.demographic.lastUpdateDate,
    ...rows.allergies.map(({ lastUpdateDate, entry_date }) => lastUpdateDate ?? entry_date),
    ...rows.drugs.map(({ lastUpdateDate, rx_date }) => lastUpdateDate ?? rx_date),
    ...rows.problems.map(({ update_date }) => update_date),
    ...rows.preventions.map(({ lastUpdateDate, creation_date }) => lastUpdateDate ?? creation_date),
    ...rows.measurements.map(({ dateEntered }) => dateEntered),
    ...rows.labs.map(({ created }) => created),
    ...rows.notes.map(({ update_date }) => update_date),
  ]
  return stamps.reduce<string | undefined>((latest, stamp) => later(latest, stamp?.slice(0, 10)), undefined)
}

/** Years 0000 and 0001 stand for no date. */
function later(latest: string | undefined, day: string | undefined): string | undefined {
  if (day === undefined || day < '0002') return latest
  return latest === undefined || day > latest ? day : latest
}
