import { type CodeSystem, observationCodes, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Chart, Problem } from '../../chart.ts'
import { author } from '../author.ts'
import {
  aside,
  coded,
  codedValue,
  entry,
  observation,
  observationType,
  part,
  plainText,
  rowId,
  since,
  template,
  unknown,
  unknownValue,
} from '../cda.ts'
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { sectionOf } from '../section.ts'
import { hl7Date } from '../stored-times.ts'
import { tell, tellCode, tellWhole } from '../stored-values.ts'
import { type Child, type Element, element } from '../xml.ts'

/** Problems: the disease registry (`e2e-export.md` section 4.9). Rows of unknown coding systems are left out and told. */
export function writeProblems({ problems, demographic }: Chart, context: Context): Element {
  const diagnoses = problems.flatMap((row) => diagnose(row, context) ?? [])
  const entries = diagnoses.map((it) => entry(template('problem'), problem(it, demographic.provider_no, context)))
  const narrative = () => [
    diagnoses.map(({ description, system, code }) => `${description} (${system.codeSystemName}: ${code})`),
  ]
  return sectionOf(headings.problems, { entries, narrative }, skeleton, context)
}

type NamedSystem = CodeSystem & { codeSystemName: string }
type Diagnosis = { row: Problem; system: NamedSystem; code: string; description: string }

/** `dxresearch.coding_system` in lower case → the code system. */
const systems: ReadonlyMap<string, NamedSystem> = new Map<string, NamedSystem>([
  ['icd9', writtenSystems.icd9],
  ['icd10', writtenSystems.icd10],
  ['snomedcore', writtenSystems.snomed],
])

function diagnose(row: Problem, { clinic, warn }: Context): Diagnosis | undefined {
  const system = systems.get(tell(row.coding_system)?.toLowerCase() ?? '')
  const code = tellCode(row.dxresearch_code)
  if (!system) return void warn('problems: a row without a coding system that is known here is left out')
  if (!code) return void warn('problems: a row without code is left out')
  const described = system === writtenSystems.icd9 ? tellWhole(clinic.icd9.get(code)) : undefined
  return { row, system, code, description: described ?? code }
}

const diagnosisCode = coded('code', writtenSystems.snomed, '282291009', 'Diagnosis')

function problem({ row, system, code, description }: Diagnosis, providerNo: string | null, context: Context): Element {
  const updated = hl7Date(row.update_date)
  const isIcd9 = system === writtenSystems.icd9
  return observation(
    rowId('ProblemList', row.dxresearch_no),
    diagnosisCode,
    plainText(description),
    statusOf(tell(row.status)),
    since(hl7Date(row.start_date)),
    isIcd9 ? unknownValue('UNK') : codedValue(system, code),
    author(updated, providerNo, context),
    isIcd9 ? part(template('secondaryCode'), icd9(code, description)) : undefined,
    aside(template('date'), observation(observationType(observationCodes.date), since(updated))),
  )
}

const icd9 = (code: string, description: string) =>
  observation(observationType(observationCodes.icd9), codedValue(writtenSystems.icd9, code, description))

function statusOf(status: string | undefined): Child {
  if (status === undefined) return unknown('statusCode', 'UNK')
  return element('statusCode', { code: status.toUpperCase() === 'A' ? 'active' : 'completed' })
}

function skeleton(): Element {
  const nothing = element(
    'observation',
    { nullFlavor: 'NI', classCode: 'OBS', moodCode: 'EVN' },
    rowId('ProblemList', 0),
    unknown('code'),
    unknown('text'),
    unknown('statusCode'),
    unknown('effectiveTime'),
    unknownValue(),
    part(template('secondaryCode'), observation(observationType(observationCodes.icd9), unknownValue())),
  )
  return entry(template('problem'), nothing, 'NI')
}
