import type { Finding } from '../checks/finding.ts'
import { EndpointError } from './endpoint-error.ts'
import type { Change, Step, Work } from './step.ts'

export type Settled = {
  step: string
  outcome: 'unchanged' | 'planned' | 'changed'
  changes: Pick<Change, 'summary' | 'diff'>[]
  milliseconds: number
}

/** What a run tells while it goes on. */
export type Told =
  | { kind: 'step'; step: string }
  | { kind: 'change'; step: string; summary: string; diff?: string }
  | ({ kind: 'settled' } & Settled)

/**
 * Makes one step hold or, with `plan`, says what that would take. Safe to call again after any failure. Raises StepFailed
 * if the step's check does not hold afterwards, and what a change raises.
 */
export async function settle(
  step: Step,
  work: Work,
  { plan = false, tell = () => {} }: { plan?: boolean; tell?: (told: Told) => void } = {},
): Promise<Settled> {
  const started = performance.now()
  const settled = (outcome: Settled['outcome'], changes: readonly Change[]): Settled => {
    const told = changes.map(({ summary, diff }) => (diff === undefined ? { summary } : { summary, diff }))
    return { step: step.name, outcome, changes: told, milliseconds: Math.round(performance.now() - started) }
  }
  tell({ kind: 'step', step: step.name })
  if ((await step.check(work)).verdict === 'ok') return settled('unchanged', [])
  const changes = await step.changes(work)
  if (plan) return settled('planned', changes)
  for (const change of changes) {
    const { summary, diff } = change
    tell({ kind: 'change', step: step.name, summary, ...(diff !== undefined && { diff }) })
    await change.apply()
  }
  const after = await step.check(work)
  if (after.verdict === 'critical' || after.verdict === 'unknown') throw new StepFailed(step.name, after)
  return settled('changed', changes)
}

/** The step's changes were made, and its check still does not hold. */
export class StepFailed extends EndpointError {
  readonly step: string

  constructor(step: string, finding: Finding) {
    const advice = 'advice' in finding ? finding.advice : 'look at what the step says'
    super(`step ${step}: ${finding.summary}`, { advice: `${advice}; then provision again, it goes on from here` })
    this.step = step
  }
}
