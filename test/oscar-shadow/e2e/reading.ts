import { SaxesParser } from 'saxes'

/** An element as a strict parser reads it; prefixed names keep their prefix, but for the root. */
export type Read = { name: string; attributes: Record<string, string>; children: (Read | string)[] }

/** Reads a document strictly: raises whatever the parser finds, undeclared prefixes included. */
export function readXml(document: string): Read {
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' })
  const top: Read = { name: '', attributes: {}, children: [] }
  const open = [top]
  const add = (node: Read | string) => open.at(-1)?.children.push(node)
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value])
    const read: Read = { name, attributes: Object.fromEntries(values), children: [] }
    add(read)
    open.push(read)
  })
  parser.on('text', (text) => void (open.length > 1 && add(text)))
  parser.on('closetag', () => void open.pop())
  parser.write(document).close()
  const [root] = top.children.filter((child) => typeof child !== 'string')
  if (!root) throw new Error('no root element')
  return root
}

/** All elements at the end of a path, which may begin anywhere below. */
export function findAll(from: Read, path: string): Read[] {
  const [name = '', ...rest] = path.split('/')
  const matches = within(from).filter((it) => it.name === name)
  return rest.reduce(
    (found, step) => found.flatMap((it) => elements(it).filter((child) => child.name === step)),
    matches,
  )
}

/** The only element at the end of a path. */
export function find(from: Read, path: string): Read {
  const [found, ...more] = findAll(from, path)
  if (!found || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} elements at ${path}`)
  return found
}

export const textOf = (read: Read): string =>
  read.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')

export const elements = (read: Read) => read.children.filter((child) => typeof child !== 'string')

/** The values of the observations that carry this code. */
export const valuesOf = (from: Read, code: string): Read[] => childrenOf(from, code, 'value')

/** What stands under a name in the observations that carry this code. */
export function childrenOf(from: Read, code: string, name: string): Read[] {
  const carrying = within(from).filter((it) =>
    elements(it).some((child) => child.name === 'code' && child.attributes.code === code),
  )
  return carrying.flatMap((it) => elements(it).filter((child) => child.name === name))
}

const within = (read: Read): Read[] => elements(read).flatMap((child) => [child, ...within(child)])

/** The section whose title begins so. */
export function sectionOf(document: string, title: string): Read {
  const sections = findAll(readXml(document), 'section')
  const found = sections.find((section) => textOf(find(section, 'title')).startsWith(title))
  if (!found) throw new Error(`no section ${title}`)
  return found
}
