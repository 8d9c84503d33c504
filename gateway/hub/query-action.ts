import { EndpointError } from '../../provision/endpoint-error.ts'
import { type Problem, refusal } from '../problem.ts'
import { writeDurably } from '../write-durably.ts'
import { aggregate } from './aggregate.ts'
import { type Answer, type Asking, askGateway } from './ask-gateway.ts'
import { GatewayFailed } from './gateway-failed.ts'
import { printReport, type Report, reportJson } from './print-report.ts'
import type { QueryFlags } from './query-command.ts'
import { readCredentials, readOrigins, readTexts } from './read-question.ts'
import type { Values } from './remote-query.ts'
import { showProgress } from './show-progress.ts'

/**
 * Asks all gateways at once and prints what they answered. Raises EndpointError, naming them, if some did not, after the
 * answers of the others are printed.
 */
export async function queryGateways(flags: QueryFlags): Promise<void> {
  const origins = readOrigins(flags.gateway)
  const texts = await readTexts(flags)
  const credentials = await readCredentials(flags)
  const answers = await askAll(origins, { texts, credentials }, flags.timeout)
  const { values, problem } = await together(answers, texts.reduce)
  const report: Report = { answers, aggregate: values }
  if (flags.out !== undefined) await writeDurably(flags.out, reportJson(report))
  process.stdout.write(flags.json ? reportJson(report) : printReport(report))
  const problems = [...(problem ? [problem] : []), ...unanswered(answers)]
  if (problems.length > 0) throw refusal(problems)
}

async function askAll(
  origins: readonly string[],
  question: Pick<Asking, 'texts' | 'credentials'>,
  seconds: number,
): Promise<Answer[]> {
  using stop = stopSignal(seconds)
  const progress = showProgress(origins)
  try {
    return await Promise.all(
      origins.map(async (origin) => {
        const answer = await askGateway(origin, { ...question, signal: stop.signal, onState: progress.state })
        progress.state(origin, answer.status)
        return answer
      }),
    )
  } finally {
    progress.end()
  }
}

/** What the complete answers say together, or why that could not be made out. */
async function together(answers: readonly Answer[], reduce: string): Promise<{ values?: Values; problem?: Problem }> {
  const complete = answers.flatMap((answer) => (answer.status === 'complete' ? answer.values : []))
  try {
    return { values: await aggregate(complete, reduce) }
  } catch (error) {
    if (error instanceof EndpointError) return { problem: error }
    throw error
  }
}

/** Who gave no result, after how many that are. */
function unanswered(answers: readonly Answer[]): Problem[] {
  const failures = answers.flatMap((answer) => (answer.status === 'failed' ? answer : []))
  return failures.map(({ gateway, reason, advice }, index) => {
    const head = index === 0 ? `${failures.length} of ${answers.length} gateways gave no result:\n` : ''
    return { message: `${head}${gateway} ${reason}`, advice }
  })
}

/** Ends the waiting at Ctrl-C, SIGTERM, or after so many seconds. A second Ctrl-C ends the process at once. */
function stopSignal(seconds: number): Disposable & { signal: AbortSignal } {
  const controller = new AbortController()
  const stop = () => controller.abort(new GatewayFailed('was not waited for: interrupted', 'ask again'))
  const timer = setTimeout(() => {
    const advice = 'wait longer with --timeout SECONDS; does somebody at the clinic have to approve the query?'
    controller.abort(new GatewayFailed(`has not answered within ${seconds} s`, advice))
  }, seconds * 1000)
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer)
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop)
    },
  }
}
