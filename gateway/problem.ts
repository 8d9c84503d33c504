import { EndpointError } from '../provision/endpoint-error.ts'

/** What is wrong, and what to do about it. */
export type Problem = { message: string; advice: string }

/** All problems as one error; each piece of advice is given once. */
export function refusal(problems: readonly Problem[]): EndpointError {
  const lines = (of: keyof Problem) => [...new Set(problems.map((problem) => problem[of]))].join('\n')
  return new EndpointError(lines('message'), { advice: lines('advice') })
}
