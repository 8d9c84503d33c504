import { type Element, select } from './element.ts'

/** The observations that carry one of these codes. */
export function coded(observations: readonly Element[], ...codes: string[]): Element[] {
  return observations.filter((observation) =>
    select(observation, 'code').some(({ attributes }) => codes.includes(attributes.code ?? '')),
  )
}
