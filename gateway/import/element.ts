/**
 * An XML element as the readers see it. `name` is the local name for elements of the namespace urn:hl7-org:v3, has the
 * prefix `e2e:` for those of the E2E namespace whatever the document's prefix is, and `other:` for all else, which
 * readers never ask for. Attributes carry their local name; `xsi:type` keeps its prefix; other prefixed ones are left out.
 */
export type Element = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly nodes: readonly (Element | string)[]
}

/** All elements at the end of a child path, in document order (XPath `a/b/c`). */
export function select(from: Element, ...path: string[]): Element[] {
  const found: Element[] = []
  descend(from, path, 0, found)
  return found
}

function descend(from: Element, path: readonly string[], depth: number, found: Element[]): void {
  for (const node of from.nodes) {
    if (typeof node === 'string' || node.name !== path[depth]) continue
    if (depth === path.length - 1) found.push(node)
    else descend(node, path, depth + 1, found)
  }
}

/** The first element at the end of a child path. */
export function first(from: Element | undefined, ...path: string[]): Element | undefined {
  return from && firstAt(from, path, 0)
}

function firstAt(from: Element, path: readonly string[], depth: number): Element | undefined {
  for (const node of from.nodes) {
    if (typeof node === 'string' || node.name !== path[depth]) continue
    if (depth === path.length - 1) return node
    const found = firstAt(node, path, depth + 1)
    if (found) return found
  }
  return undefined
}

/** The first value of an attribute among the elements at the end of a path (XPath `a/b/@name`); may be empty. */
export function firstAttribute(from: Element, name: string, ...path: string[]): string | undefined {
  return select(from, ...path).find((element) => name in element.attributes)?.attributes[name]
}

/** Like firstAttribute, but passes over blank values. */
export function firstValue(from: Element, name: string, ...path: string[]): string | undefined {
  return select(from, ...path).find((element) => element.attributes[name]?.trim())?.attributes[name]
}

/** The element's direct text, white space as written. */
export function ownText(element: Element): string {
  let text = ''
  for (const node of element.nodes) if (typeof node === 'string') text += node
  return text
}

/** The element's text with that of its descendants, white space as written. */
export function fullText(element: Element): string {
  let text = ''
  for (const node of element.nodes) text += typeof node === 'string' ? node : fullText(node)
  return text
}

/** One free text from several elements: their distinct non-empty texts, a line each (K4). */
export function joinTexts(elements: readonly Element[], textOf: (element: Element) => string): string {
  if (elements.length === 1 && elements[0]) return textOf(elements[0])
  return [...new Set(elements.map(textOf))].filter((text) => text !== '').join('\n')
}
