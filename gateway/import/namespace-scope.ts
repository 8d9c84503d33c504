import { namespaces } from '../e2e-vocabulary.ts'

/** Prefix → namespace URI, `''` for the default namespace; one scope is shared by all elements that declare nothing. */
export type Scope = ReadonlyMap<string, string>

const reservedPrefixes = new Set(['xml', 'xmlns'])
const reservedNamespaces = new Set(['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/'])

export const outermostScope: Scope = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']])

/** A name that breaks the rules of Namespaces in XML 1.0; the message quotes nothing. */
export class NamespaceError extends Error {}

type Attributes = Readonly<Record<string, string>>

/** The scope inside an element: the outer one, or a new one if the element declares namespaces. */
export function scopeWithin(outer: Scope, attributes: Attributes): Scope {
  let scope: Map<string, string> | undefined
  for (const name in attributes) {
    if (!name.startsWith('xmlns')) continue
    if (name !== 'xmlns' && name[5] !== ':') continue
    const prefix = name === 'xmlns' ? '' : name.slice(6)
    const uri = attributes[name] ?? ''
    if (prefix !== '' && uri === '') throw new NamespaceError('a prefix is declared without a namespace')
    if (reservedPrefixes.has(prefix) || reservedNamespaces.has(uri))
      throw new NamespaceError('a reserved prefix is declared')
    scope ??= new Map(outer)
    scope.set(prefix, uri)
  }
  return scope ?? outer
}

/** An element's name as `Element` wants it. Raises NamespaceError for an undeclared prefix. */
export function elementName(name: string, scope: Scope): string {
  const colon = name.indexOf(':')
  const uri = colon < 0 ? scope.get('') : uriOf(name, colon, scope)
  const local = colon < 0 ? name : name.slice(colon + 1)
  if (uri === namespaces.v3) return local
  return uri === namespaces.e2e ? `e2e:${local}` : `other:${local}`
}

/** Attributes with prefixes as `Element` wants them. Raises NamespaceError for undeclared prefixes and duplicates. */
export function readAttributes(attributes: Attributes, scope: Scope): Attributes {
  const plain: Record<string, string> = Object.create(null)
  const seen = new Set<string>()
  for (const name in attributes) {
    const value = attributes[name] ?? ''
    const colon = name.indexOf(':')
    if (colon < 0) plain[name] = value
    else if (!name.startsWith('xmlns:')) {
      const uri = uriOf(name, colon, scope)
      const expanded = `${uri} ${name.slice(colon + 1)}`
      if (seen.has(expanded)) throw new NamespaceError('duplicate attribute')
      seen.add(expanded)
      if (expanded === `${namespaces.xsi} type`) plain['xsi:type'] = value
    }
  }
  return plain
}

function uriOf(name: string, colon: number, scope: Scope): string {
  if (colon === 0 || colon === name.length - 1 || name.includes(':', colon + 1)) {
    throw new NamespaceError('malformed name')
  }
  const uri = scope.get(name.slice(0, colon))
  if (uri === undefined) throw new NamespaceError('unbound namespace prefix')
  return uri
}
