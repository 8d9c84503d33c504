import type { Clinic } from '../chart.ts'

/**
 * `needed`: what our gateway makes a record of, and no more. `full`: all that the original exporter sent.
 * COMPATIBILITY.md tells the difference.
 */
export type Detail = 'needed' | 'full'

/** What the writers of the sections need besides the chart. */
export type Context = {
  clinic: Clinic
  detail: Detail
  /** HL7 date of the export, by which a drug is still taken or not. */
  today: string
  /** Notes a sentence that quotes nothing of the chart; the same one may come more than once. */
  warn(warning: string): void
}

/** Gathers warnings: each sentence once, with how often it came. */
export function gatherWarnings(): { warn: Context['warn']; told(): string[] } {
  const counts = new Map<string, number>()
  return {
    warn: (warning) => void counts.set(warning, (counts.get(warning) ?? 0) + 1),
    told: () => [...counts].map(([warning, count]) => (count === 1 ? warning : `${warning} (${count} times)`)),
  }
}
