import { Builder } from 'xml2js'
import { toSecond } from '../times.ts'

const namespaces = {
  atom: 'http://www.w3.org/2005/Atom',
  metadata: 'http://projecthdata.org/hdata/schemas/2009/11/metadata',
}

/** What the original gave as date while there was nothing. */
const beforeAnything = '2011-08-12T00:00:00Z'

/** Times are ISO 8601. `url` is the entry's id as well, which the hub compares letter for letter with what it was given. */
export type FeedEntry = { url: string; title: string; updated?: string | undefined; document?: FeedDocument }
/** What the original told of an entry in hData's terms. */
export type FeedDocument = { id: string; title: string; created: string; modified?: string }

export type Feed = { url: string; title: string; link: string; entries: readonly FeedEntry[] }

const builder = new Builder({ xmldec: { version: '1.0', encoding: 'UTF-8' }, renderOpts: { pretty: false } })

/**
 * An Atom feed that Ruby's validating parser takes (`gateway-api.md` section 5.3): every element that it demands, none
 * that Atom does not know, one link an element, and no white space around an id.
 */
export function atomFeed({ url, title, link, entries }: Feed): string {
  return builder.buildObject({
    feed: {
      $: { xmlns: namespaces.atom },
      id: url,
      title,
      link: { $: { href: link } },
      updated: newest(entries) ?? beforeAnything,
      author: { name: 'hQuery Gateway' },
      entry: entries.map(entryElement),
    },
  })
}

/** The latest time of change among entries, to the second. */
export function newest(entries: readonly { updated?: string | undefined }[]): string | undefined {
  const last = entries.reduce<string>((latest, { updated = '' }) => (updated > latest ? updated : latest), '')
  return last === '' ? undefined : toSecond(last)
}

function entryElement({ url, title, updated, document }: FeedEntry) {
  return {
    id: url,
    title,
    link: { $: { href: url } },
    updated: updated === undefined ? beforeAnything : toSecond(updated),
    ...(document && { content: { $: { type: 'xml' }, 'md:DocumentMetadata': metadataElement(document) } }),
  }
}

function metadataElement({ id, title, created, modified }: FeedDocument) {
  return {
    $: { 'xmlns:md': namespaces.metadata },
    'md:DocumentId': id,
    'md:Title': title,
    'md:RecordDate': {
      'md:CreatedDateTime': toSecond(created),
      ...(modified !== undefined && { 'md:Modified': { 'md:ModifiedDateTime': toSecond(modified) } }),
    },
  }
}
