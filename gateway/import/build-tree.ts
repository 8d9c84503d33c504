import type { SaxesParser, SaxesTagPlain } from 'saxes'
import type { Element } from './element.ts'
import type { Limits } from './limits.ts'
import { elementName, outermostScope, readAttributes, type Scope, scopeWithin } from './namespace-scope.ts'
import { DocumentRefused } from './refusal.ts'

type Open = { element: Element & { nodes: (Element | string)[] }; scope: Scope }

/**
 * Builds the element tree of a well-formed document. Namespaces are resolved here: that is half as fast again as letting
 * saxes do it. Narrative (`section/text`) is checked but not kept, since nothing reads it. Raises DocumentRefused for
 * document type declarations and exceeded limits, and passes on whatever the parser raises for malformed XML.
 */
export function buildTree(text: string, limits: Limits, parser: SaxesParser<object>): Element {
  const document: Open = { element: { name: '', attributes: {}, nodes: [] }, scope: outermostScope }
  const open: Open[] = [document]
  let innermost = document
  let elements = 0
  let narrativeDepth = 0

  parser.on('doctype', () => {
    throw new DocumentRefused('malformed', 'document type declarations are not accepted')
  })
  parser.on('attribute', ({ value }) => {
    if (value.length > limits.attributeLength) throw tooMuch('an attribute is longer', limits.attributeLength)
  })
  parser.on('opentag', (tag: SaxesTagPlain) => {
    if (++elements > limits.elements) throw tooMuch('there are more elements', limits.elements)
    if (open.length > limits.depth) throw tooMuch('elements are nested deeper', limits.depth)
    checkAttributeCount(tag, limits)
    const scope = scopeWithin(innermost.scope, tag.attributes)
    const name = elementName(tag.name, scope)
    const element = { name, attributes: readAttributes(tag.attributes, scope), nodes: [] }
    if (narrativeDepth > 0 || (name === 'text' && innermost.element.name === 'section')) narrativeDepth++
    else innermost.element.nodes.push(element)
    innermost = { element, scope }
    open.push(innermost)
  })
  const addText = (piece: string) => {
    if (piece.length > limits.textLength) throw tooMuch('a text is longer', limits.textLength)
    if (narrativeDepth === 0) innermost.element.nodes.push(piece)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    if (narrativeDepth > 0) narrativeDepth--
    open.pop()
    innermost = open.at(-1) ?? document
  })

  parser.write(text).close()
  const root = document.element.nodes.find((node) => typeof node !== 'string')
  if (!root) throw new DocumentRefused('malformed', 'the document is empty')
  return root
}

function checkAttributeCount({ attributes }: SaxesTagPlain, limits: Limits): void {
  let count = 0
  for (const _name in attributes)
    if (++count > limits.attributes) throw tooMuch('an element has more attributes', limits.attributes)
}

function tooMuch(what: string, limit: number): DocumentRefused {
  return new DocumentRefused('limit', `${what} than the ${limit.toLocaleString('en')} allowed`)
}
