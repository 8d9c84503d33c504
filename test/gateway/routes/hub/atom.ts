import { parseStringPromise } from 'xml2js'

type Node = { '#name': string; $?: Record<string, string>; $$?: Node[]; _?: string }

/** Elements of RFC 4287 by where they may stand. */
const known: Record<string, readonly string[]> = {
  feed: ['id', 'title', 'updated', 'author', 'link', 'entry', 'subtitle', 'category', 'generator', 'rights'],
  entry: ['id', 'title', 'updated', 'author', 'link', 'content', 'published', 'summary', 'category', 'rights'],
  author: ['name', 'uri', 'email'],
}
const demanded = { feed: ['id', 'title', 'updated', 'author'], entry: ['id', 'title', 'updated'], author: ['name'] }
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

export type Entry = { id: string; title: string; updated: string; link: string }

/**
 * Reads a feed by the rules of Ruby's validating RSS library (`gateway-api.md` section 5.3). Answers every broken rule.
 */
export async function readFeed(
  text: string,
): Promise<{ problems: string[]; id: string; updated: string; entries: Entry[] }> {
  const problems: string[] = []
  const root: Node = await parseStringPromise(text, {
    explicitChildren: true,
    preserveChildrenOrder: true,
    explicitRoot: false,
    charsAsChildren: false,
  })
  if (root['#name'] !== 'feed' || root.$?.xmlns !== 'http://www.w3.org/2005/Atom')
    problems.push('the root is no Atom feed')
  check(root, 'feed', problems)
  const raw = [...text.matchAll(/<(id|updated)>([^<]*)</g)].map(([, , content]) => content ?? '')
  if (raw.some((content) => content !== content.trim())) problems.push('white space around an id or a time')
  const entries = childrenOf(root, 'entry').map((entry) => {
    check(entry, 'entry', problems)
    return {
      id: textOf(entry, 'id'),
      title: textOf(entry, 'title'),
      updated: textOf(entry, 'updated'),
      link: childrenOf(entry, 'link')[0]?.$?.href ?? '',
    }
  })
  return { problems, id: textOf(root, 'id'), updated: textOf(root, 'updated'), entries }
}

function check(node: Node, kind: 'feed' | 'entry' | 'author', problems: string[]): void {
  for (const name of demanded[kind]) {
    const found = childrenOf(node, name).length
    if (found === 0) problems.push(`${kind} without ${name}`)
    if (found > 1) problems.push(`${kind} with several ${name}`)
  }
  for (const child of node.$$ ?? []) {
    const name = child['#name']
    if (!name.includes(':') && !known[kind]?.includes(name)) problems.push(`${name} in ${kind}`)
  }
  if (kind !== 'author' && !dateTime.test(textOf(node, 'updated'))) problems.push(`${kind} with a bad time`)
  const links = childrenOf(node, 'link')
  if (links.some((link) => !link.$?.href)) problems.push('a link without href')
  const kinds = links.map(({ $ }) => `${$?.rel ?? 'alternate'} ${$?.type} ${$?.hreflang}`)
  if (new Set(kinds).size < kinds.length) problems.push('two links of one kind')
  for (const author of childrenOf(node, 'author')) check(author, 'author', problems)
}

const childrenOf = (node: Node, name: string) => (node.$$ ?? []).filter((child) => child['#name'] === name)
const textOf = (node: Node, name: string) => childrenOf(node, name)[0]?._ ?? ''
