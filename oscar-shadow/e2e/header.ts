import { e2eRealms, idRoots, writtenSystems } from '../../gateway/e2e-vocabulary.ts'
import type { Chart } from '../chart.ts'
import { identify, person, providerId, providerName } from './author.ts'
import { coded, template, unknown } from './cda.ts'
import type { Context } from './context.ts'
import { recordTarget } from './record-target.ts'
import { tell, tellWhole } from './stored-values.ts'
import { telecoms } from './telecoms.ts'
import { type Child, type Element, element } from './xml.ts'

/** What is another in every document of the same chart. */
export type Stamp = {
  /** HL7 time of the export, clinic time: `yyyyMMddHHmm` or longer. */
  effectiveTime: string
  /** A new GUID, in capitals. */
  documentId: string
}

/** What stands before the body of a document (`e2e-export.md` section 2). */
export function writeHeader(chart: Chart, stamp: Stamp, context: Context): Child[] {
  const { demographic } = chart
  return [
    element('realmCode', { code: e2eRealms[0] }),
    element('typeId', { root: idRoots.cda, extension: 'POCD_HD000040' }),
    template('header'),
    template('conversion'),
    element('id', { extension: demographic.demographic_no, root: stamp.documentId }),
    documentCode,
    element('title', {}, titleOf(chart, context)),
    element('effectiveTime', { value: stamp.effectiveTime }),
    confidentiality,
    language,
    recordTarget(demographic, context),
    providerAuthor(chart, stamp, context, (name) => person('assignedPerson', name)),
    providerAuthor(chart, stamp, context, () => device),
    custodian(context),
    element('informationRecipient', { typeCode: 'PRCP', nullFlavor: 'NA' }, element('intendedRecipient')),
  ]
}

const documentCode = element(
  'code',
  { code: '11503-0', ...writtenSystems.loinc, codeSystemVersion: '2.44', displayName: 'Medical Records' },
  element('originalText', { representation: 'TXT', mediaType: 'text/plain' }),
)

export const confidentiality = coded('confidentialityCode', writtenSystems.confidentiality, 'N', 'Normal')
export const language = element('languageCode', { code: 'en-CA' })

function titleOf({ demographic }: Chart, { detail }: Context): string {
  if (detail !== 'full') return 'PITO EMR-2-EMR Record'
  const name = [tell(demographic.first_name), tell(demographic.last_name)].filter(Boolean).join(' ')
  return `PITO EMR-2-EMR Record of ${name}`.trim()
}

/** The document has two authors, the most responsible provider and the program, both with the provider's id. */
function providerAuthor(
  { demographic }: Chart,
  { effectiveTime }: Stamp,
  context: Context,
  who: (name: Element) => Element,
): Element {
  const identity = identify(demographic.provider_no, context)
  const { provider } = identity ?? {}
  const reachable = provider && { home: provider.phone, work: provider.work_phone, email: provider.email }
  return element(
    'author',
    { nullFlavor: identity ? undefined : 'NI', typeCode: 'AUT', contextControlCode: 'OP' },
    element('time', { value: effectiveTime.slice(0, 'yyyyMMdd'.length) }),
    element(
      'assignedAuthor',
      { classCode: 'ASSIGNED' },
      providerId(identity),
      reachable && telecoms(reachable, context),
      who(providerName(identity)),
    ),
  )
}

const device = element(
  'assignedAuthoringDevice',
  { classCode: 'DEV', determinerCode: 'INSTANCE' },
  element('softwareName', { language: 'en-US' }, 'OSCAR EMR (SCOOP endpoint)'),
)

function custodian({ clinic: { clinic } }: Context): Element {
  const name = tellWhole(clinic?.clinic_name)
  return element(
    'custodian',
    { typeCode: 'CST' },
    element(
      'assignedCustodian',
      { classCode: 'ASSIGNED' },
      element(
        'representedCustodianOrganization',
        { classCode: 'ORG', determinerCode: 'INSTANCE' },
        clinic ? element('id', { root: idRoots.oscar, extension: clinic.clinic_no }) : unknown('id'),
        name ? element('name', {}, name) : unknown('name'),
      ),
    ),
  )
}
