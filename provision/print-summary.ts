import type { Settled } from './settle.ts'

/** What became of one of several sites. */
export type SiteOutcome = {
  site: string
  machine: string | undefined
  steps?: Settled[]
  error?: string
}

/** A line a site: name, machine, and in a few words what was done. */
export function printSummary(outcomes: readonly SiteOutcome[]): string {
  const rows = outcomes.map(({ site, machine = '-', steps = [], error }) => [site, machine, inWords(steps, error)])
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}

function inWords(steps: readonly Settled[], error: string | undefined): string {
  if (error !== undefined) return `failed: ${error.split('\n')[0]}`
  const named = (wanted: Settled['outcome']) =>
    steps.filter(({ outcome }) => outcome === wanted).map(({ step }) => step)
  const kinds = (['changed', 'planned', 'troubled'] as const).flatMap((kind) =>
    named(kind).length > 0 ? [`${kind}: ${named(kind).join(', ')}`] : [],
  )
  return kinds.join('; ') || 'unchanged'
}
