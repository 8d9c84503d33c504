type Person = { demographic_no: number; patient_status: string | null }
type Merge = { demographic_no: number; merged_to: number; deleted: number | null }

/**
 * Whose rows are exported, and as whose: demographic_no → the patient's own demographic_no. Patients are charts with the
 * status AC exactly (MySQL itself would take `ac` too). A chart that the clinic merged into another is folded into that
 * one, at whatever status, and is no patient of its own (`oscar-schema.md` section 5). Merges into charts that don't
 * exist, or in a ring, count as none; of several merges of one chart the last one counts.
 */
export function exportedPatients(people: Iterable<Person>, merges: Iterable<Merge>): Map<number, number> {
  const statuses = new Map([...people].map(({ demographic_no, patient_status }) => [demographic_no, patient_status]))
  const mergedTo = new Map(
    [...merges]
      .filter(({ deleted, merged_to }) => deleted !== 1 && statuses.has(merged_to))
      .map(({ demographic_no, merged_to }) => [demographic_no, merged_to]),
  )
  const exported = new Map<number, number>()
  for (const chart of statuses.keys()) {
    const patient = endOf(chart, mergedTo)
    if (statuses.get(patient) === 'AC') exported.set(chart, patient)
  }
  return exported
}

function endOf(chart: number, mergedTo: ReadonlyMap<number, number>): number {
  const passed = new Set<number>()
  let end = chart
  for (let next = mergedTo.get(end); next !== undefined; next = mergedTo.get(end)) {
    passed.add(end)
    if (passed.has(next)) return chart
    end = next
  }
  return end
}
