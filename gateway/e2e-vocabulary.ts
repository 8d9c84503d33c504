/**
 * The words of an E2E document (E2E-DTC 1.30, a CDA Release 2 profile), as tables: what the importer looks for and the
 * exporter writes. Imports nothing of ours, so that both may use it.
 */

/** A code system as a document names it: importers go by the OID, but for results and vital signs by the name. */
export type CodeSystem = { readonly codeSystem: string; readonly codeSystemName?: string }

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

/** Ends the template of a section that has entries; the same template without it means "without entries". */
export const withEntries = '.1'

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
  ageAtOnset: '30972-4',
  allergenGroup: 'ALLGRP',
  allergyStatus: 'CLINSTAT',
  billing: 'BILLINGCODE',
  comment: 'COMMENT',
  date: 'DATEOBS',
  icd9: 'ICD9CODE',
  instruction: 'INSTRUCT',
  lifeStage: 'LIFEOBS',
  longTerm: 'UNBOUND',
  prn: 'PRNIND',
  reaction: 'REACTOBS',
  reason: 'REASON',
  recordLink: 'RECLINK',
  severity: 'SEV',
  treatment: 'TRTNOTE',
} as const

/** All templates of the profile begin with this; `templates` holds what follows. */
export const templateRoot = '2.16.840.1.113883.3.1818.10'

/** Templates of entries and of the relationships within them (`e2e-export.md` section 4). */
export const templates = {
  header: '7.1',
  conversion: '1.1',
  alert: '3.2',
  allergy: '3.3',
  measurements: '3.7',
  encounter: '3.9',
  familyHistory: '3.10',
  immunization: '3.11',
  laboratory: '3.12',
  problem: '3.15',
  riskFactor: '3.17',
  medication: '3.18',
  author: '4.2',
  comment: '4.3',
  date: '4.4',
  dosing: '4.8',
  lifeStage: '4.12',
  location: '4.13',
  drug: '4.16',
  performer: '4.19',
  prescription: '4.20',
  participant: '4.21',
  reaction: '4.23',
  reason: '4.24',
  labResult: '4.25',
  battery: '4.26',
  secondaryCode: '4.28',
  severity: '4.30',
  longTerm: '4.32',
  instruction: '4.35',
  prn: '4.37',
  recordLink: '4.38',
} as const

export type TemplateName = keyof typeof templates

/** Template of the entry relationship that says whether a drug is taken for long. */
export const longTermTemplate = `${templateRoot}.${templates.longTerm}`

/** Roots of identifiers (`e2e-export.md` sections 1 and 2). */
export const idRoots = {
  accession: `${templateRoot}.2.10.33`,
  /** British Columbia's Personal Health Number. */
  bcHealthNumber: '2.16.840.1.113883.4.50',
  cda: '2.16.840.1.113883.1.3',
  /** College number of a provider. */
  college: '2.16.840.1.113883.3.40.2.11',
  medication: `${templateRoot}.10.3`,
  /** What one OSCAR numbers itself: its rows, providers and clinics. */
  oscar: '2.16.840.1.113883.3.3331',
} as const

/** The code systems that our exporter writes, as the original named them. */
export const writtenSystems = {
  actClass: { codeSystem: '2.16.840.1.113883.5.6', codeSystemName: 'ActClass' },
  actCode: { codeSystem: '2.16.840.1.113883.5.4', codeSystemName: 'HL7 ActCode' },
  atc: { codeSystem: '2.16.840.1.113883.6.73', codeSystemName: 'whoATC' },
  confidentiality: { codeSystem: '2.16.840.1.113883.5.25' },
  din: { codeSystem: '2.16.840.1.113883.5.1105', codeSystemName: 'HC-DIN' },
  drugForm: { codeSystem: '2.16.840.1.113883.1.11.14570', codeSystemName: 'AdministerableDrugForm' },
  gender: { codeSystem: '2.16.840.1.113883.5.1', codeSystemName: 'HL7 - Administrative Gender' },
  icd9: { codeSystem: '2.16.840.1.113883.6.42', codeSystemName: 'ICD9' },
  icd10: { codeSystem: '2.16.840.1.113883.6.3', codeSystemName: 'ICD10' },
  interpretation: { codeSystem: '2.16.840.1.113883.2.20.3.78', codeSystemName: 'ObservationInterpretation' },
  lifeStage: {
    codeSystem: '2.16.840.1.113883.3.3068.10.8.19',
    codeSystemName: 'LifeStageObservationValue-CA-Pending',
  },
  loinc: { codeSystem: '2.16.840.1.113883.6.1', codeSystemName: 'LOINC' },
  observationType: { codeSystem: '2.16.840.1.113883.3.3068.10.6.3', codeSystemName: 'ObservationType-CA-Pending' },
  observationValue: { codeSystem: '2.16.840.1.113883.5.1063', codeSystemName: 'HL7 ObservationValue' },
  orderableForm: { codeSystem: '2.16.840.1.113883.19.5.3', codeSystemName: 'HL7 Orderable Drug Form' },
  /** OSCAR's own short names, for measurements that have no LOINC code here. */
  oscar: { codeSystem: idRoots.oscar, codeSystemName: 'OSCAR' },
  pclocd: { codeSystem: '2.16.840.1.113883.2.20.5.1', codeSystemName: 'pCLOCD' },
  rangeKind: { codeSystem: '2.16.840.1.113883.1.11.10206' },
  relationship: { codeSystem: '2.16.840.1.113883.5.111', codeSystemName: 'PersonalRelationshipRoleType' },
  role: { codeSystem: '2.16.840.1.113883.3.3068.10.8.30' },
  route: { codeSystem: '2.16.840.1.113883.5.112', codeSystemName: 'RouteOfAdministration' },
  sectionType: { codeSystem: '2.16.840.1.113883.3.3068.10.6.2', codeSystemName: 'SectionType-CA-Pending' },
  snomed: { codeSystem: '2.16.840.1.113883.6.96', codeSystemName: 'SNOMED-CT' },
} as const satisfies Record<string, CodeSystem>

/** `observation/value` of an allergy's CLINSTAT (SNOMED CT). */
export const allergyStatuses = {
  present: { code: '410605003', displayName: 'Confirmed present' },
  cancelled: { code: '89925002', displayName: 'Cancelled' },
} as const

/** `observation/text` of UNBOUND. */
export const terms = { long: 'Long Term', short: 'Short Term' } as const

/** `participantRole` code or class of an instruction that is meant for the patient. */
export const patientRole = 'PAT'
