import { createHash } from 'node:crypto'
import { DocumentRefused, type ImportOptions, importDocument } from '../../../gateway/import/index.ts'
import { sha224Pseudonyms } from '../../../gateway/import/pseudonym.ts'
import type { PatientRecord } from '../../../gateway/record.ts'
import { documentWith, type SectionName } from '../../fixtures/e2e/document.ts'

type Document = string | Uint8Array

export const bytesOf = (document: Document) => (typeof document === 'string' ? Buffer.from(document) : document)

function importOf(document: Document, options: Partial<ImportOptions>) {
  return importDocument(bytesOf(document), { pseudonym: sha224Pseudonyms, ...options })
}

export const imported = (document: Document, options: Partial<ImportOptions> = {}): PatientRecord =>
  importOf(document, options).record

export const warningsOf = (document: Document, options: Partial<ImportOptions> = {}): string[] =>
  importOf(document, options).warnings

/** The refusal that a document meets; anything else that happens to it is a failure of the test. */
export function refusalOf(document: Document, options: Partial<ImportOptions> = {}): DocumentRefused {
  try {
    importOf(document, options)
  } catch (error) {
    if (error instanceof DocumentRefused) return error
    throw error
  }
  throw new Error('the document was accepted')
}

/** What one section of a document makes of the entries given. */
export const entriesOf = <Name extends SectionName>(name: Name, ...entries: string[]): PatientRecord[Name] =>
  imported(documentWith(name, ...entries))[name]

/** The pseudonym of section 4, worked out a second time. */
export const H = (text: string) =>
  createHash('sha224')
    .update(
      text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
      'utf8',
    )
    .digest('base64')

export const nobody = '0UoCjCo6K8lHYQK7KII0xBWisB+CjqYqxbPkLw=='

export const provider = (hash: string, start: number | null = null, end: number | null = null) => ({
  title: '',
  given_name: '',
  family_name: hash,
  specialty: '',
  npi: hash,
  start,
  end,
  organization: {},
})

export const utc = (iso: string) => Date.parse(iso) / 1000
