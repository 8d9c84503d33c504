import { type SectionName, sections, withEntries } from '../e2e-vocabulary.ts'
import { type Element, select } from './element.ts'

export type Entries = Record<SectionName, Element[]>

const sectionNames = Object.keys(sections) as SectionName[]

/**
 * The entries of all sections, in document order, wherever the sections stand (`e2e-import.md` section 5). A section
 * counts by its template and its code together; `warn` hears of sections that have one of the two marks.
 */
export function findEntries(found: readonly Element[], warn: (warning: string) => void): Entries {
  const entries: Entries = {
    allergies: [],
    conditions: [],
    encounters: [],
    immunizations: [],
    medications: [],
    results: [],
    vital_signs: [],
  }
  for (const section of found) {
    for (const name of recognise(section, warn)) {
      for (const entry of select(section, 'entry', ...sections[name].entry)) entries[name].push(entry)
    }
  }
  return entries
}

function recognise(section: Element, warn: (warning: string) => void): SectionName[] {
  const templates = new Set(select(section, 'templateId').map(({ attributes }) => attributes.root))
  const codes = new Set(select(section, 'code').map(({ attributes }) => attributes.code))
  return sectionNames.filter((name) => {
    const { template, code } = sections[name]
    if (templates.has(template) && codes.has(code)) return true
    if (templates.has(template)) warn(`${name}: a section has this template, but another code; it is not imported`)
    // Without the final ".1" the template means "without entries": that such a section has nothing to tell is in order.
    else if (codes.has(code) && !templates.has(template.slice(0, -withEntries.length))) {
      warn(`${name}: a section has this code, but another template; it is not imported`)
    }
    return false
  })
}
