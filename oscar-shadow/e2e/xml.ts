/** An XML element to be written; names and attribute names are ours, every value may be any text. */
export type Element = { name: string; attributes: Attributes; children: readonly Child[] }

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** XML text that `writeXml` has written: taken as it is. */
export type Xml = { xml: string }

/** What may stand within an element; `undefined` stands for nothing, a list for its members in turn. */
export type Child = Element | Xml | string | undefined | readonly Child[]

/** Attributes without a value are left out. */
export function element(name: string, attributes: Attributes = {}, ...children: Child[]): Element {
  return { name, attributes, children }
}

/**
 * The text as XML 1.0 can carry it: what the standard forbids is dropped, half surrogate pairs become U+FFFD, and line
 * ends become LF, as any parser would make them.
 */
export function cleanText(text: string): string {
  if (!suspicious.test(text)) return text
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(forbidden, '')
}

const suspicious = /[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/**
 * The element with all that is in it as XML text: well-formed whatever the values are. No library does that: they raise
 * at control characters (xml2js) or write them (fast-xml-parser, xmlbuilder2), and are several times slower.
 */
export function writeXml({ name, attributes, children }: Element): string {
  const content = writeChildren(children)
  const start = `<${name}${writeAttributes(attributes)}`
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`
}

function writeChildren(children: readonly Child[]): string {
  let content = ''
  for (const child of children) {
    if (child === undefined) continue
    if (typeof child === 'string') content += escapeText(child)
    else if (isList(child)) content += writeChildren(child)
    else content += 'xml' in child ? child.xml : writeXml(child)
  }
  return content
}

const isList = (child: Element | Xml | readonly Child[]): child is readonly Child[] => Array.isArray(child)

function writeAttributes(attributes: Attributes): string {
  let written = ''
  for (const name in attributes) {
    const value = attributes[name]
    if (value !== undefined) written += ` ${name}="${escapeAttribute(String(value))}"`
  }
  return written
}

// `>` as well, because `]]>` must not stand in text; tabs and line ends of attributes would become blanks.
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
}
const escaped = (character: string) => escapes[character] ?? character

const escapeText = (text: string) => cleanText(text).replace(/[&<>]/g, escaped)

const escapeAttribute = (text: string) => cleanText(text).replace(/[&<>"\t\n]/g, escaped)
