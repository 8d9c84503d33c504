import type { Lab, LabResult } from '../../chart.ts'

/** Results that a laboratory reported together; numbered from 0 within the report. */
export type Battery = { number: number; results: LabResult[] }

/**
 * The batteries of a report, in stored order: a new one whenever the first number of `other_id` ("battery-result")
 * changes. Builds of OSCAR that leave it out for some results don't tell what those belong to, so they stand apart.
 */
export function batteriesOf({ results }: Lab): Battery[] {
  const batteries: (Battery & { index: string | undefined })[] = []
  for (const result of results) {
    const index = /^\s*(\d+)\s*-/.exec(result.ext.other_id ?? '')?.[1]
    const last = batteries.at(-1)
    if (last && last.index === index) last.results.push(result)
    else batteries.push({ number: batteries.length, results: [result], index })
  }
  return batteries
}
