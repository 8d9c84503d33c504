import { e2eRealms } from '../e2e-vocabulary.ts'
import type { PatientRecord } from '../record.ts'
import type { Context } from './context.ts'
import { type Element, select } from './element.ts'
import { findEntries } from './find-entries.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { parseDocument } from './parse-document.ts'
import type { Pseudonymize } from './pseudonym.ts'
import { readAllergy } from './read-allergy.ts'
import { readCondition } from './read-condition.ts'
import { readEncounter } from './read-encounter.ts'
import { readHeader } from './read-header.ts'
import { readImmunization } from './read-immunization.ts'
import { readResult, readVitalSign } from './read-lab-result.ts'
import { readMedication } from './read-medication.ts'
import { DocumentRefused } from './refusal.ts'

export type { Limits } from './limits.ts'
export { DocumentRefused } from './refusal.ts'

export type ImportOptions = {
  pseudonym: Pseudonymize
  /** DIN of 8 digits → ATC code; empty if the site has installed no table. */
  atcByDin?: ReadonlyMap<string, string>
  limits?: Partial<Limits>
}

export type Imported = {
  record: PatientRecord
  /** Sentences that begin with a place (`medications: …`) and quote nothing of the document. */
  warnings: string[]
}

/**
 * Makes the patient record of one E2E document, field for field as `e2e-import.md` has it, corrections K1 to K19
 * included. Pure, in time and memory bounded by the limits. Raises DocumentRefused for a document that can't be imported.
 */
export function importDocument(bytes: Uint8Array, { pseudonym, atcByDin, limits }: ImportOptions): Imported {
  const warnings = new Set<string>()
  const { root, sections, repaired } = parseDocument(bytes, { ...defaultLimits, ...limits })
  if (repaired > 0) warnings.add(`document: ${repaired} bare ampersands were taken as text`)
  checkKind(root)
  const context = { pseudonym: remembering(pseudonym), atcByDin: atcByDin ?? new Map() }
  const record = { ...readHeader(root, context), ...readSections(sections, context, warnings) }
  return { record, warnings: [...warnings] }
}

function checkKind(root: Element): void {
  // The original's own words, which its senders know.
  if (root.name !== 'ClinicalDocument') throw new DocumentRefused('unknown format', 'Unknown XML Format')
  const realms = select(root, 'realmCode').map(({ attributes }) => attributes.code ?? '')
  if (!realms.some((realm) => e2eRealms.includes(realm))) {
    throw new DocumentRefused('not E2E', 'ClinicalDocument/realmCode is neither CA nor CA-BC')
  }
}

function readSections(sections: readonly Element[], context: Context, warnings: Set<string>): Partial<PatientRecord> {
  const entries = findEntries(sections, (warning) => warnings.add(warning))
  const medications = entries.medications.flatMap((entry) => readMedication(entry, context) ?? [])
  const dropped = entries.medications.length - medications.length
  if (dropped > 0) warnings.add(`medications: ${dropped} without any code or date dropped`)
  return withoutEmpty({
    allergies: entries.allergies.map(readAllergy),
    conditions: entries.conditions.map((entry) => readCondition(entry, context)),
    encounters: entries.encounters.map((entry) => readEncounter(entry, context)),
    immunizations: entries.immunizations.map(readImmunization),
    medications,
    results: entries.results.map(readResult),
    vital_signs: entries.vital_signs.map(readVitalSign),
  })
}

/** A section without entries is absent, never `[]`. */
function withoutEmpty(sections: Partial<PatientRecord>): Partial<PatientRecord> {
  return Object.fromEntries(Object.entries(sections).filter(([, entries]) => (entries as unknown[]).length > 0))
}

/** The same few providers sign most entries of a document: each is hashed once. */
function remembering(pseudonym: Pseudonymize): Pseudonymize {
  const known = new Map<string, string>()
  return (text) => {
    const remembered = known.get(text) ?? pseudonym(text)
    known.set(text, remembered)
    return remembered
  }
}
