import { hQuery } from '../../../../gateway/query/patient-api/index.ts'

export type ClassName = Exclude<keyof typeof hQuery, 'dateFromUtcSeconds' | 'createCodedValue' | 'createCodedValues'>

/** An object of the class over the part, made the way queries make one. */
export function made(name: ClassName, json: unknown): object {
  const Class: unknown = hQuery[name]
  if (typeof Class !== 'function') throw new Error(`${name} is no class`)
  const object: object = Reflect.construct(Class, [json])
  return object
}

export function ask(object: object, method: string, ...args: unknown[]): unknown {
  const called: unknown = Reflect.get(object, method)
  if (typeof called !== 'function') throw new Error(`${method} is no method`)
  return Reflect.apply(called, object, args)
}

/** What a query learns from an answer, in plain values: dates as seconds, coded values as [code, system]. */
export function told(answer: unknown): unknown {
  if (answer instanceof Date)
    return Number.isNaN(answer.getTime()) ? 'invalid date' : { seconds: Number(answer) / 1000 }
  if (Array.isArray(answer)) return Array.from(answer, told)
  if (answer instanceof hQuery.CodedValue) return [answer.c, answer.csn]
  if (typeof answer !== 'object' || answer === null) return answer
  return 'json' in answer ? { [answer.constructor.name]: answer.json } : answer
}

export const answerOf = (name: ClassName, method: string, json: unknown, ...args: unknown[]) =>
  told(ask(made(name, json), method, ...args))
