import { type Document, isMap, isPair, isScalar, type LineCounter, type Node } from 'yaml'
import type { z } from 'zod'
import { EndpointError } from '../endpoint-error.ts'
import { descriptionOf, keysOf, schemaAt } from './walk-schema.ts'

export type Source = { yaml: Document; lines: LineCounter; schema: z.core.$ZodType }

export type Problem = { line: number; key: string; message: string }

/** A site file that can't be taken: every problem as `file:line key: what is wrong`. */
export class InvalidSite extends EndpointError {
  readonly problems: readonly Problem[]

  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map(({ line, key, message }) => `${file}:${line} ${key}: ${message}`).join('\n'), {
      advice: 'correct the site file and run the command again',
      exitCode: 2,
    })
    this.problems = problems
  }
}

/** Everything that is wrong, in the order of the file, and what it is for; no value is quoted, it may be secret. */
export function problemsOf(error: z.ZodError, source: Source): Problem[] {
  const problems = error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    const known = keysOf(schemaAt(source.schema, path)).join(', ')
    if (issue.code !== 'unrecognized_keys') {
      const told = issue.code === 'invalid_union' ? `exactly one of ${known}, with its value` : issue.message
      return [{ path, message: `${told}${purpose(source.schema, path)}` }]
    }
    const message = `there is no such key; known are ${known}`
    return issue.keys.map((key) => ({ path: [...path, key], message }))
  })
  return problems
    .map(({ path, message }) => ({ line: lineOf(source, path), key: path.join('.') || 'site', message }))
    .sort((a, b) => a.line - b.line)
}

function purpose(schema: z.core.$ZodType, path: readonly (string | number)[]): string {
  const description = descriptionOf(schemaAt(schema, path))
  return description ? ` (${description})` : ''
}

/** The line of a key; for a list entry that of the entry, and for what isn't there that of what surrounds it. */
function lineOf({ yaml, lines }: Source, path: readonly (string | number)[]): number {
  const start = (node: unknown) => (node as Node | undefined)?.range?.[0]
  for (let length = path.length; length > 0; length--) {
    const parent = yaml.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
      : undefined
    const offset = start(pair?.key) ?? start(yaml.getIn(path.slice(0, length), true))
    if (offset !== undefined) return lines.linePos(offset).line
  }
  return 1
}
