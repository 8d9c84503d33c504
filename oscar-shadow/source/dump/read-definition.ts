import type { Definition } from '../build.ts'
import { name, unquoteName } from './sql-name.ts'

const head = new RegExp(`^CREATE (?:TEMPORARY )?TABLE (?:IF NOT EXISTS )?(?:${name}\\.)?(?<table>${name}) \\(`)
const column = new RegExp(`^(?<column>${name})\\s+(?<rest>.*)$`, 's')
const notColumn = /^(?:PRIMARY|UNIQUE|KEY|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN|CHECK|PERIOD)\b/

/**
 * Takes a CREATE TABLE statement apart: columns in their order, with the character set that each has if the statement
 * says so. Undefined for what is none.
 */
export function readDefinition(statement: string): Definition | undefined {
  const match = head.exec(statement)
  if (!match) return undefined
  const { parts, end } = splitList(statement, match[0].length)
  const options = statement.slice(end)
  const key = parts.map((part) => /^PRIMARY KEY (\(.*\))/s.exec(part)?.[1]).find(Boolean) ?? ''
  return {
    name: unquoteName(match.groups?.table ?? ''),
    engine: /\bENGINE=(\w+)/.exec(options)?.[1],
    columns: parts.flatMap((part) => {
      const groups = notColumn.test(part) ? undefined : column.exec(part)?.groups
      if (!groups) return []
      return { name: unquoteName(groups.column ?? ''), charset: charsetIn(groups.rest ?? '') ?? charsetIn(options) }
    }),
    primaryKey: readColumnList(key),
  }
}

/** The names of a column list such as ``(`a`,`b`)``. */
export const readColumnList = (list: string) =>
  [...list.matchAll(new RegExp(name, 'g'))].map(([text]) => unquoteName(text))

const charsetIn = (text: string) =>
  /\b(?:CHARACTER SET |CHARSET=)(\w+)/.exec(text)?.[1] ?? /\bCOLLATE[ =]([a-z0-9]+)_/.exec(text)?.[1]

/** Splits at the commas of the list's own level; `end` is where its bracket closes. */
function splitList(text: string, start: number): { parts: string[]; end: number } {
  const token = /'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`|"(?:[^"]|"")*"|[(),]/gs
  token.lastIndex = start
  const parts: string[] = []
  let depth = 0
  let from = start
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const closes = match[0] === ')' && depth-- === 0
    if (match[0] === '(') depth++
    if (!closes && !(match[0] === ',' && depth === 0)) continue
    parts.push(text.slice(from, match.index).trim())
    from = match.index + 1
    if (closes) return { parts, end: match.index }
  }
  return { parts, end: text.length }
}
