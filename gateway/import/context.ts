import type { Pseudonymize } from './pseudonym.ts'

/** What the section readers need besides their entry. */
export type Context = {
  pseudonym: Pseudonymize
  /** DIN of 8 digits → ATC code, for documents that give no ATC. */
  atcByDin: ReadonlyMap<string, string>
}
