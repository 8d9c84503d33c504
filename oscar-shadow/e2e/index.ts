import { hash } from 'node:crypto'
import { namespaces } from '../../gateway/e2e-vocabulary.ts'
import type { Chart, Clinic } from '../chart.ts'
import { component } from './cda.ts'
import { type Context, type Detail, gatherWarnings } from './context.ts'
import { confidentiality, language, type Stamp, writeHeader } from './header.ts'
import { writeAdvanceDirectives } from './sections/advance-directives.ts'
import { writeAlerts } from './sections/alerts.ts'
import { writeAllergies } from './sections/allergies.ts'
import { writeEncounters } from './sections/encounters.ts'
import { writeFamilyHistory } from './sections/family-history.ts'
import { writeImmunizations } from './sections/immunizations.ts'
import { writeLaboratory } from './sections/laboratory.ts'
import { writeMeasurements } from './sections/measurements.ts'
import { writeMedications } from './sections/medications.ts'
import { writeOrders } from './sections/orders.ts'
import { writeProblems } from './sections/problems.ts'
import { writeRiskFactors } from './sections/risk-factors.ts'
import { type Child, type Element, element, writeXml } from './xml.ts'

export type { Detail } from './context.ts'
export { newStamp } from './new-stamp.ts'

export type WriteOptions = Stamp & {
  /** Default `needed`: no more than our gateway makes a record of. */
  detail?: Detail
}

export type Written = {
  /** To be sent as UTF-8, as its declaration says. */
  document: string
  /**
   * Digest of what the document tells of the patient, the same for the same chart whatever the document's id and time of
   * export: if it is the one of the last export, nothing has changed. A drug that has run out since then is a change.
   */
  digest: string
  /** Sentences that begin with a place (`problems: …`) and quote nothing of the chart. */
  warnings: string[]
}

/**
 * The E2E document of one patient (`e2e-export.md`, with the corrections of its section 7). Pure: the same chart and
 * options give the same document, well-formed whatever the chart holds.
 */
export function writeDocument(chart: Chart, clinic: Clinic, { detail = 'needed', ...stamp }: WriteOptions): Written {
  const { warn, told } = gatherWarnings()
  const context: Context = { clinic, detail, today: stamp.effectiveTime.slice(0, 'yyyyMMdd'.length), warn }
  // Nearly all of the time goes into the body, which has nothing of the stamp and so is written once for both.
  const written = { xml: writeXml(body(chart, context)) }
  const stamped = (stamp: Stamp) => writeRoot(writeHeader(chart, stamp, context), written)
  const digest = hash('sha256', stamped({ effectiveTime: '', documentId: '' }))
  return { document: stamped(stamp), digest, warnings: told() }
}

const writeRoot = (...content: Child[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(element('hl7:ClinicalDocument', rootAttributes, ...content))}\n`

const rootAttributes = {
  xmlns: namespaces.v3,
  'xmlns:hl7': namespaces.v3,
  'xmlns:xsi': namespaces.xsi,
  'xmlns:xs': 'http://www.w3.org/2001/XMLSchema',
  'xmlns:e2e': namespaces.e2e,
  'xsi:schemaLocation': `${namespaces.v3} Schemas/CDA-PITO-E2E.xsd`,
  classCode: 'DOCCLIN',
  moodCode: 'EVN',
}

function body(chart: Chart, context: Context): Element {
  return component(
    element(
      'structuredBody',
      { classCode: 'DOCBODY', moodCode: 'EVN' },
      confidentiality,
      language,
      context.detail === 'full' ? allSections(chart, context) : neededSections(chart, context),
    ),
  )
}

/** In the order of `e2e-export.md` section 3. */
const allSections = (chart: Chart, context: Context): Child[] => [
  writeAdvanceDirectives(),
  writeAlerts(chart, context),
  writeAllergies(chart, context),
  writeMeasurements(chart, context),
  writeEncounters(chart, context),
  writeFamilyHistory(chart, context),
  writeImmunizations(chart, context),
  writeLaboratory(chart, context),
  writeMedications(chart, context),
  writeOrders(),
  writeProblems(chart, context),
  writeRiskFactors(chart, context),
]

/** Those that become part of a record: what is left out is not even said to be empty. */
const neededSections = (chart: Chart, context: Context): Child[] => [
  writeAllergies(chart, context),
  writeMeasurements(chart, context),
  writeEncounters(chart, context),
  writeImmunizations(chart, context),
  writeLaboratory(chart, context),
  writeMedications(chart, context),
  writeProblems(chart, context),
]
