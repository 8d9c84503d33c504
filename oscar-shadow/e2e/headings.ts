import { type CodeSystem, sections, templateRoot, withEntries, writtenSystems } from '../../gateway/e2e-vocabulary.ts'

/** How a section with entries, and one without, announces itself (`e2e-export.md` section 3). */
export type Heading = {
  /** Template of the section without entries; `withEntries` follows where there are some. */
  template: string
  code: string
  system: CodeSystem
  title: string
  /** Where the original's empty section differs. */
  empty?: { code?: string; title?: string }
}

const { loinc, sectionType } = writtenSystems

/** The code and template of a section that our importer reads, too. */
const shared = ({ template, code }: { template: string; code: string }) => ({
  template: template.slice(0, -withEntries.length),
  code,
})

export const headings = {
  advanceDirectives: {
    template: `${templateRoot}.2.2`,
    code: '42348-3',
    system: loinc,
    title: 'Advance Directives Section',
  },
  alerts: { template: `${templateRoot}.2.3`, code: 'ALERTS', system: sectionType, title: 'Alerts' },
  allergies: {
    ...shared(sections.allergies),
    system: loinc,
    title: 'Allergies & Intolerances (Reaction List)',
    empty: { title: 'Allergies and Intolerances (Reaction List)' },
  },
  measurements: { ...shared(sections.vital_signs), system: sectionType, title: 'Clinical Measured Observations' },
  encounters: { ...shared(sections.encounters), system: loinc, title: 'Encounter History and Notes' },
  familyHistory: { template: `${templateRoot}.2.13`, code: '10157-6', system: loinc, title: 'Family History' },
  immunizations: { ...shared(sections.immunizations), system: loinc, title: 'Immunizations List' },
  laboratory: {
    ...shared(sections.results),
    system: loinc,
    title: 'Laboratory Results and Reports',
    empty: { code: '11502-2' },
  },
  medications: {
    ...shared(sections.medications),
    system: loinc,
    title: 'Medications and Prescriptions - Medication List',
  },
  orders: { template: `${templateRoot}.2.20`, code: 'REQS', system: sectionType, title: 'Orders and Requests' },
  problems: { ...shared(sections.conditions), system: loinc, title: 'Problems and Conditions - Problem List' },
  riskFactors: { template: `${templateRoot}.2.24`, code: '46467-7', system: loinc, title: 'Risk Factors' },
} as const satisfies Record<string, Heading>
