import type { Definition } from '../build.ts'

/**
 * Takes a CREATE TABLE statement apart: columns in their order, with the character set that each has if the statement
 * says so. Undefined for what is none.
 */
export function readDefinition(statement: string): Definition | undefined {
  const head = /^CREATE (?:TEMPORARY )?TABLE (?:IF NOT EXISTS )?(?:`[^`]+`\.)?`(?<name>(?:[^`]|``)+)` \(/.exec(
    statement,
  )
  const name = head?.groups?.name
  if (!head || name === undefined) return undefined
  const { parts, end } = splitList(statement, head[0].length)
  const defaultCharset = charsetIn(statement.slice(end))
  const columns = parts.flatMap((part) => {
    const column = /^`((?:[^`]|``)+)`\s+(.*)$/s.exec(part.trim())
    if (!column) return []
    return { name: unquote(column[1]), charset: charsetIn(column[2] ?? '') ?? defaultCharset }
  })
  const key = parts.map((part) => /^PRIMARY KEY \((.*)\)/s.exec(part.trim())?.[1]).find(Boolean) ?? ''
  return {
    name: unquote(name),
    engine: /\bENGINE=(\w+)/.exec(statement.slice(end))?.[1],
    columns,
    primaryKey: [...key.matchAll(/`((?:[^`]|``)+)`/g)].map(([, column]) => unquote(column)),
  }
}

/** The names of a column list such as `(`a`,`b`)`. */
export const readColumnList = (list: string) => [...list.matchAll(/`((?:[^`]|``)+)`/g)].map(([, name]) => unquote(name))

const unquote = (name = '') => name.replaceAll('``', '`')

const charsetIn = (text: string) =>
  /\bCHARACTER SET (\w+)|\bCHARSET=(\w+)/.exec(text)?.slice(1).find(Boolean) ??
  /\bCOLLATE[ =]([a-z0-9]+)_/.exec(text)?.[1]

/** Splits at the commas of the list's own level; `end` is where its bracket closes. */
function splitList(text: string, start: number): { parts: string[]; end: number } {
  const token = /'(?:[^'\\]|\\.|'')*'|`(?:[^`]|``)*`|[(),]/gs
  token.lastIndex = start
  const parts: string[] = []
  let depth = 0
  let from = start
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '(') depth++
    else if (match[0] === ')' && depth-- === 0)
      return { parts: [...parts, text.slice(from, match.index)], end: match.index }
    else if (match[0] === ',' && depth === 0) {
      parts.push(text.slice(from, match.index))
      from = match.index + 1
    }
  }
  return { parts, end: text.length }
}
