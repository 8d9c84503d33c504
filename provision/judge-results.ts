import type { Finding } from '../checks/finding.ts'

export type Result = { check: string; finding: Finding; because?: string | undefined }

/**
 * One finding of many: what must hold and doesn't is critical, all else that isn't fine a warning. `mayWait` names the
 * checks whose trouble only time or other people end.
 */
export function judgeResults(
  results: readonly Result[],
  { mayWait = [] }: { mayWait?: readonly string[] } = {},
): Finding {
  const troubled = results.filter(({ finding, because }) => finding.verdict !== 'ok' && !because)
  const blocking = troubled.filter(({ check, finding }) => finding.verdict === 'critical' && !mayWait.includes(check))
  const [first] = blocking.length > 0 ? blocking : troubled
  if (!first) return { verdict: 'ok', summary: `all ${results.length} checks hold` }
  const told = [...blocking, ...troubled.filter((it) => !blocking.includes(it))]
  return {
    verdict: blocking.length > 0 ? 'critical' : 'warning',
    summary: told.map(({ check, finding }) => `${finding.verdict} ${check}: ${finding.summary}`).join('\n'),
    advice: 'advice' in first.finding ? first.finding.advice : '',
  }
}
