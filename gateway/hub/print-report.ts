import { bar, drawTable } from '../draw-table.ts'
import { plain } from '../plain-text.ts'
import type { Answer } from './ask-gateway.ts'
import type { Values } from './remote-query.ts'

/** What all gateways answered, and what they say together; undefined if that could not be made out. */
export type Report = { answers: readonly Answer[]; aggregate: Values | undefined }

export function reportJson({ answers, aggregate }: Report): string {
  const gateways = answers.map((answer) =>
    answer.status === 'complete' ? { ...answer, values: Object.fromEntries(answer.values) } : answer,
  )
  return `${JSON.stringify({ gateways, aggregate: aggregate ? Object.fromEntries(aggregate) : null })}\n`
}

/** For people; with bars if it is for a terminal. */
export function printReport({ answers, aggregate }: Report, bars = process.stdout.isTTY): string {
  const rows = answers.map(({ gateway, status, milliseconds }) => [gateway, status, seconds(milliseconds)])
  const gateways = drawTable(['gateway', 'status', 'time'], rows)
  return aggregate ? `${gateways}\n${drawValues(aggregate, bars)}` : gateways
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

function drawValues(values: Values, bars: boolean): string {
  if (values.size === 0) return 'no values\n'
  const largest = values
    .values()
    .reduce<number>((most, value) => (typeof value === 'number' ? Math.max(most, value) : most), 0)
  const rows = [...values]
    .sort(byName)
    .map(([name, value]) => [
      plain(name),
      plain(typeof value === 'string' ? value : JSON.stringify(value)),
      ...(bars ? [bar(value, largest)] : []),
    ])
  return drawTable(['name', 'value', ...(bars ? [''] : [])], rows)
}

/** Names often end in numbers: ages, years. */
const byName = ([one]: [string, unknown], [other]: [string, unknown]) =>
  one.localeCompare(other, 'en', { numeric: true })
