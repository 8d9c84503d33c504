import type { QueryResult } from './query/query.ts'
import type { Decision, StoredQuery, StoredSummary } from './store/query-store.ts'

/** A query in a line. */
export function listing({ id, status, held, createdAt, hub, textHash, errorMessage }: StoredSummary): string {
  const state = held ? 'held' : status
  const line = `${id}  ${state.padEnd(8)}  ${createdAt}  ${textHash.slice(0, 12)}  ${printable(hub)}`
  return errorMessage === undefined ? line : `${line}  ${printable(errorMessage)}`
}

/** A query as a page of text. */
export function queryPage(query: StoredQuery, decision: Decision | undefined, result: QueryResult | undefined): string {
  const facts = [
    ['query', query.id],
    ['status', query.held ? 'held: it waits for approval' : query.status],
    ['asked by', query.hub],
    ['text', query.textHash],
    ['decision', decision && [decision.verdict, 'by', decision.by, decision.at, decision.why ?? ''].join(' ').trim()],
    ['error', query.errorMessage],
    ['suppressed', result && `${result.suppressed.cells} members with counts below ${result.suppressed.minimum}`],
  ]
  const lines = facts.flatMap(([name, value]) => (value ? [`${`${name}:`.padEnd(12)}${printable(value)}`] : []))
  const log = query.log.map(({ at, message }) => `${at}  ${printable(message)}`)
  const texts = (['map', 'reduce', 'functions', 'filter'] as const).map((part) => [part, query[part]] as const)
  const sections = [['log', log.join('\n')] as const, ...texts, ['result', result?.values] as const]
  return [
    lines.join('\n'),
    ...sections.flatMap(([name, text]) => (text ? [`--- ${name}\n${printable(text)}`] : [])),
  ].join('\n')
}

/**
 * What a hub wrote must not steer the terminal that shows it, nor read otherwise than it runs: a line ends wherever
 * JavaScript ends one, above all a comment, and what would be invisible is a dot.
 */
export function printable(text: string): string {
  return text
    .replace(/\r\n|[\r\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}/gu, '\u00b7')
}
