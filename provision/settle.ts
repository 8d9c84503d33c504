import type { Finding } from '../checks/finding.ts'
import { EndpointError } from './endpoint-error.ts'
import { lastWords } from './last-words.ts'
import type { Change, Step, Work } from './step.ts'

export type Settled = {
  step: string
  /** `troubled`: in a plan, something is wrong that provisioning does not mend. */
  outcome: 'unchanged' | 'planned' | 'changed' | 'troubled'
  changes: Pick<Change, 'summary' | 'diff'>[]
  /** What a step has to say although it holds, or why it is troubled. */
  note?: string
  milliseconds: number
}

/** What a run tells while it goes on. */
export type Told =
  | { kind: 'step'; step: string }
  | { kind: 'change'; step: string; summary: string; diff?: string }
  | ({ kind: 'settled' } & Settled)

type How = { plan?: boolean; tell?: (told: Told) => void }

/**
 * Makes one step hold or, with `plan`, says what that would take. Safe to call again after any failure. Raises StepFailed
 * if the step's check does not hold afterwards, or a change can't be made.
 */
export async function settle(step: Step, work: Work, { plan = false, tell = () => {} }: How = {}): Promise<Settled> {
  const started = performance.now()
  const settled = (outcome: Settled['outcome'], changes: readonly Change[], note?: string): Settled => ({
    step: step.name,
    outcome,
    changes: changes.map(({ summary, diff }) => (diff === undefined ? { summary } : { summary, diff })),
    ...(note !== undefined && { note }),
    milliseconds: Math.round(performance.now() - started),
  })
  tell({ kind: 'step', step: step.name })
  const before = await step.check(work)
  if (before.verdict === 'ok') return settled('unchanged', [])
  const changes = await step.changes(work)
  if (changes.length === 0) {
    if (!isTrouble(before)) return settled('unchanged', [], before.summary)
    if (plan) return settled('troubled', [], before.summary)
    throw await failure(step, work, before)
  }
  if (plan) return settled('planned', changes)
  await apply(step, work, changes, tell)
  const after = await step.check(work)
  if (isTrouble(after)) throw await failure(step, work, after)
  return settled('changed', changes, after.verdict === 'ok' ? undefined : after.summary)
}

const isTrouble = ({ verdict }: Finding) => verdict === 'critical' || verdict === 'unknown'

async function apply(step: Step, work: Work, changes: readonly Change[], tell: (told: Told) => void): Promise<void> {
  for (const change of changes) {
    const { summary, diff } = change
    tell({ kind: 'change', step: step.name, summary, ...(diff !== undefined && { diff }) })
    await change.apply().catch(async (cause: unknown) => {
      if (!(cause instanceof EndpointError)) throw cause
      throw await failure(step, work, { summary: `${summary}: ${cause.message}`, advice: cause.advice })
    })
  }
}

/** The step's changes could not be made, or were made and its check still does not hold. */
export class StepFailed extends EndpointError {
  readonly step: string

  constructor(step: string, { summary, advice }: { summary: string; advice: string }) {
    super(`step ${step}: ${summary}`, { advice: `${advice}; then provision again, it goes on from here` })
    this.step = step
  }
}

async function failure(
  { name, services = [] }: Step,
  { target, platform }: Work,
  finding: { summary: string; advice?: string },
): Promise<StepFailed> {
  const said = await Promise.all(services.map((service) => lastWords(target, platform, service)))
  const { summary, advice = 'look at what the step says' } = finding
  return new StepFailed(name, { summary: `${summary}${said.join('')}`, advice })
}
