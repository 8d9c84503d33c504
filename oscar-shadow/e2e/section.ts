import { withEntries } from '../../gateway/e2e-vocabulary.ts'
import { coded, component } from './cda.ts'
import type { Context } from './context.ts'
import type { Heading } from './headings.ts'
import { type Child, type Element, element } from './xml.ts'

const nothingToTell = 'No information for this section for this patient'
export const notSupported = 'This section is not supported by the Originating Application'

/** What stands in a section: its entries, and for people to read a list of items or several such lists. */
export type Content = { entries: readonly Element[]; narrative: () => readonly (readonly string[])[] }

/** A section with entries. The narrative, which no importer of ours reads, comes only with full detail. */
export function fullSection(heading: Heading, { entries, narrative }: Content, { detail }: Context): Element {
  const lists = detail === 'full' ? narrative().map(list) : []
  return section({ ...heading, template: heading.template + withEntries }, 'with entries', lists, entries)
}

const item = (text: string) => element('item', {}, text)
const list = (items: readonly string[]) => element('list', {}, items.map(item))

/** A section that says, in words and by the null-flavoured skeleton of an entry, that there is nothing in it. */
export function emptySection(heading: Heading, skeleton: Element, sentence: string = nothingToTell): Element {
  return section({ ...heading, ...heading.empty }, 'without entries', sentence, skeleton)
}

/** The section with entries if there are some, else the empty one. */
export function sectionOf(heading: Heading, content: Content, skeleton: () => Element, context: Context): Element {
  return content.entries.length > 0 ? fullSection(heading, content, context) : emptySection(heading, skeleton())
}

function section({ template, code, system, title }: Heading, kind: string, text: Child, entries: Child): Element {
  return component(
    element(
      'section',
      { classCode: 'DOCSECT', moodCode: 'EVN' },
      element('templateId', { root: template }),
      coded('code', system, code),
      element('title', {}, `${title} [${kind}]`),
      element('text', { mediaType: 'text/x-hl7-text+xml' }, text),
      entries,
    ),
  )
}
