/**
 * The words of an E2E document (E2E-DTC 1.30, a CDA Release 2 profile), as tables: what the importer looks for and the
 * exporter writes. Imports nothing of ours, so that both may use it.
 */

/** XML namespaces; documents bind any prefix to them. */
export const namespaces = {
  v3: 'urn:hl7-org:v3',
  e2e: 'http://standards.pito.bc.ca/E2E-DTC/cda',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
} as const

/** `realmCode/@code` values that mark a document as E2E. */
export const e2eRealms: readonly string[] = ['CA-BC', 'CA']

/** Code system OID → the name under which codes of that system are stored (`e2e-import.md` section 2). */
export const codeSystems: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.113883.6.1', 'LOINC'],
  ['2.16.840.1.113883.6.96', 'SNOMED-CT'],
  ['2.16.840.1.113883.6.12', 'CPT'],
  ['2.16.840.1.113883.6.88', 'RxNorm'],
  ['2.16.840.1.113883.6.103', 'ICD-9-CM'],
  ['2.16.840.1.113883.6.104', 'ICD-9-CM'],
  ['2.16.840.1.113883.6.90', 'ICD-10-CM'],
  ['2.16.840.1.113883.6.14', 'HCPCS'],
  ['2.16.840.1.113883.6.59', 'CVX'],
  ['2.16.840.1.113883.5.83', 'HITSP C80 Observation Status'],
  ['2.16.840.1.113883.3.26.1.1', 'NCI Thesaurus'],
  ['2.16.840.1.113883.3.88.12.80.20', 'FDA'],
  ['2.16.840.1.113883.5.14', 'HL7 ActStatus'],
  ['2.16.840.1.113883.6.259', 'HL7 Healthcare Service Location'],
  ['2.16.840.1.113883.5.4', 'HL7 Act Code'],
  ['2.16.840.1.113883.1.11.18877', 'HL7 Relationship Code'],
  ['2.16.840.1.113883.6.238', 'CDC Race'],
  ['2.16.840.1.113883.5.1105', 'HC-DIN'],
  ['2.16.840.1.113883.6.63', 'FDDC'],
  ['2.16.840.1.113883.6.73', 'whoATC'],
  ['2.16.840.1.113883.6.42', 'ICD9'],
  ['2.16.840.1.113883.3.1818.10.2.8.2', 'PITO AllergyClinicalStatus'],
  ['2.16.840.1.113883.2.20.3.78', 'ObservationInterpretation'],
  ['2.16.840.1.113883.2.20.5.1', 'pCLOCD'],
  ['2.16.840.1.113883.3.3068.10.6.3', 'ObservationType-CA-Pending'],
])

/** The name for an OID that the table lacks, and for a code that is only a null flavour. */
export const unknownCodeSystem = 'Unknown'

const sectionTemplate = '2.16.840.1.113883.3.1818.10.2'

/**
 * The sections that become part of a record. A section needs both the template ("with entries", hence the last `.1`)
 * and the code; `entry` is the path from the section's `entry` element to what becomes one entry of the record.
 */
export const sections = {
  allergies: { template: `${sectionTemplate}.4.1`, code: '48765-2', entry: ['act'] },
  conditions: { template: `${sectionTemplate}.21.1`, code: '11450-4', entry: ['observation'] },
  encounters: { template: `${sectionTemplate}.12.1`, code: '46240-8', entry: ['encounter'] },
  immunizations: { template: `${sectionTemplate}.14.1`, code: '11369-6', entry: ['substanceAdministration'] },
  medications: { template: `${sectionTemplate}.19.1`, code: '10160-0', entry: ['substanceAdministration'] },
  results: {
    template: `${sectionTemplate}.16.1`,
    code: '30954-2',
    entry: ['observation', 'entryRelationship', 'organizer', 'component', 'observation'],
  },
  vital_signs: {
    template: `${sectionTemplate}.8.1`,
    code: 'CLINOBS',
    entry: ['organizer', 'component', 'observation'],
  },
} as const

export type SectionName = keyof typeof sections

/** `code/@code` of the observations that qualify an entry. */
export const observationCodes = {
  allergyStatus: 'CLINSTAT',
  billing: 'BILLINGCODE',
  icd9: 'ICD9CODE',
  instruction: 'INSTRUCT',
  longTerm: 'UNBOUND',
  prn: 'PRNIND',
  reaction: 'REACTOBS',
  reason: 'REASON',
  severity: 'SEV',
} as const

/** Template of the entry relationship that says whether a drug is taken for long. */
export const longTermTemplate = '2.16.840.1.113883.3.1818.10.4.32'

/** `participantRole` code or class of an instruction that is meant for the patient. */
export const patientRole = 'PAT'
