import { styleText } from 'node:util'
import { type Finding, nagiosCodes, type Verdict, worst } from './finding.ts'
import type { CheckResult } from './run-checks.ts'

/** Printers know nothing of checks: each makes text of the same results. */
export type Printer = (results: readonly CheckResult[]) => string

const marks = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  critical: ['✗', 'red'],
  unknown: ['?', 'magenta'],
} as const satisfies Record<Verdict, readonly [string, string]>

/** For people: a line a check, and below it what to do. Colours only where `stream` is a terminal. */
export function printTable(results: readonly CheckResult[], stream: NodeJS.WriteStream = process.stdout): string {
  const width = Math.max(0, ...results.map(({ check }) => check.length))
  const lines = results.flatMap(({ check, finding, because }) => {
    const [mark, colour] = marks[finding.verdict]
    const line = `${styleText(colour, mark, { stream })} ${check.padEnd(width)}  ${finding.summary}`
    // What depends on another check needs no advice of its own.
    const advice = 'advice' in finding && !because ? [`  ${' '.repeat(width)}  → ${finding.advice}`] : []
    return [line, ...advice]
  })
  return [...lines, '', sentence(results)].join('\n')
}

export const printJson: Printer = (results) =>
  JSON.stringify(
    {
      verdict: overall(results),
      checks: results.map(({ check, finding, milliseconds, because }) => ({
        check,
        ...finding,
        milliseconds,
        because,
      })),
    },
    null,
    2,
  )

/** The output of a Nagios plug-in: a status line with performance data, then a line for each check that isn't fine. */
export const printNagios: Printer = (results) => {
  const [only] = results
  const name = results.length === 1 && only ? only.check.toUpperCase() : 'SCOOP ENDPOINT'
  const said = results.length === 1 && only ? only.finding.summary : sentence(results)
  const data = results.flatMap(({ check, finding }) => performanceData(check, finding)).join(' ')
  const status = `${name} ${overall(results).toUpperCase()} - ${said}${data && ` | ${data}`}`
  const troubled = results.filter(({ finding, because }) => finding.verdict !== 'ok' && !because)
  // A bar would begin performance data anew.
  return [status, ...troubled.map(({ check, finding }) => `${check}: ${finding.summary}`.replaceAll('|', '/'))].join(
    '\n',
  )
}

/** Prometheus' text format, for the text file collector of its node exporter. */
export const printPrometheus: Printer = (results) => {
  const verdicts = results.map(
    ({ check, finding }) => `scoop_endpoint_check{check="${check}"} ${nagiosCodes[finding.verdict]}`,
  )
  const metrics = results.flatMap(({ check, finding }) =>
    (finding.metrics ?? []).map(
      ({ name, value, unit = '' }) =>
        `scoop_endpoint_metric{check="${check}",metric="${name}",unit="${unit}"} ${value}`,
    ),
  )
  return [
    '# HELP scoop_endpoint_check 0 ok, 1 warning, 2 critical, 3 unknown',
    '# TYPE scoop_endpoint_check gauge',
    ...verdicts,
    '# HELP scoop_endpoint_metric The numbers behind the verdicts',
    '# TYPE scoop_endpoint_metric gauge',
    ...metrics,
    '',
  ].join('\n')
}

export const overall = (results: readonly CheckResult[]): Verdict =>
  worst(results.map(({ finding }) => finding.verdict))

function sentence(results: readonly CheckResult[]): string {
  const count = (verdict: Verdict) => results.filter(({ finding }) => finding.verdict === verdict).length
  const troubles = (['critical', 'unknown', 'warning'] as const).filter((verdict) => count(verdict) > 0)
  if (troubles.length === 0) return results.length === 1 ? 'it holds' : `all ${results.length} checks hold`
  return `${results.length} checks: ${troubles.map((verdict) => `${count(verdict)} ${verdict}`).join(', ')}`
}

/** `'label'=value[unit];[warning];[critical]`, as the Monitoring Plugins guidelines have it. */
function performanceData(check: string, { metrics = [] }: Finding): string[] {
  return metrics.map(({ name, value, unit = '', warning, critical }) => {
    const limits = warning === undefined && critical === undefined ? '' : `;${warning ?? ''};${critical ?? ''}`
    return `'${check}-${name}'=${value}${unit}${limits}`
  })
}
