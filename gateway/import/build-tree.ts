import type { SaxesParser, SaxesTagPlain } from 'saxes'
import type { Element } from './element.ts'
import type { Limits } from './limits.ts'
import { elementName, outermostScope, readAttributes, type Scope, scopeWithin } from './namespace-scope.ts'
import { DocumentRefused } from './refusal.ts'

type Open = { element: Element & { nodes: (Element | string)[] }; scope: Scope }

/** A document's root element, and all its `section` elements, outer before inner. */
export type Tree = { root: Element; sections: Element[] }

/**
 * Builds the element tree of a well-formed document. Namespaces are resolved here: that is half as fast again as letting
 * saxes do it. Narrative (`section/text`) is checked but not kept, since nothing reads it. Raises DocumentRefused for
 * document type declarations and exceeded limits, and passes on whatever the parser raises for malformed XML.
 */
export function buildTree(text: string, limits: Limits, parser: SaxesParser<object>): Tree {
  const document: Open = { element: { name: '', attributes: {}, nodes: [] }, scope: outermostScope }
  const sections: Element[] = []
  const open: Open[] = [document]
  const attributes = countAttributes(limits, parser)
  let innermost = document
  let elements = 0
  let narrativeDepth = 0

  parser.on('doctype', () => {
    throw new DocumentRefused('malformed', 'document type declarations are not accepted')
  })
  parser.on('opentag', (tag: SaxesTagPlain) => {
    if (++elements > limits.elements) throw tooMuch('there are more elements', limits.elements)
    if (open.length > limits.depth) throw tooMuch('elements are nested deeper', limits.depth)
    const special = attributes.endOfTag()
    const scope = special ? scopeWithin(innermost.scope, tag.attributes) : innermost.scope
    const name = elementName(tag.name, scope)
    const element = { name, attributes: special ? readAttributes(tag.attributes, scope) : tag.attributes, nodes: [] }
    if (narrativeDepth > 0 || (name === 'text' && innermost.element.name === 'section')) narrativeDepth++
    else innermost.element.nodes.push(element)
    if (name === 'section') sections.push(element)
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
  return { root, sections }
}

/**
 * Watches the attributes as they are read. `endOfTag` tells whether any of the tag's needs a look at its namespace;
 * most tags have none, and going over their attributes again would cost a tenth of the whole import.
 */
function countAttributes(limits: Limits, parser: SaxesParser<object>): { endOfTag(): boolean } {
  let count = 0
  let special = false
  parser.on('attribute', ({ name, value }) => {
    if (++count > limits.attributes) throw tooMuch('an element has more attributes', limits.attributes)
    if (value.length > limits.attributeLength) throw tooMuch('an attribute is longer', limits.attributeLength)
    special ||= name === 'xmlns' || name.includes(':')
  })
  return {
    endOfTag() {
      const found = special
      count = 0
      special = false
      return found
    },
  }
}

function tooMuch(what: string, limit: number): DocumentRefused {
  return new DocumentRefused('limit', `${what} than the ${limit.toLocaleString('en')} allowed`)
}
