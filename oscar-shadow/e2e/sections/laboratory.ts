import type { Chart, Lab } from '../../chart.ts'
import { authorOf } from '../author.ts'
import { component, entry, observation, part, plainText, rowId, template, unknown, unknownValue } from '../cda.ts'
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { sectionOf } from '../section.ts'
import { hl7Date } from '../stored-times.ts'
import { tell, tellWhole } from '../stored-values.ts'
import { type Element, element } from '../xml.ts'
import { type Battery, batteriesOf } from './batteries.ts'
import { labResult, sayResult } from './lab-result.ts'

/** Laboratory: one entry a report, those without results left out (`e2e-export.md` section 4.7). */
export function writeLaboratory({ labs }: Chart, context: Context): Element {
  const reports = labs.filter(({ results }) => results.length > 0)
  const entries = reports.map((lab) => entry(template('laboratory'), report(lab, context)))
  const narrative = () =>
    reports.flatMap((lab) => batteriesOf(lab).map(({ results }) => results.map((result) => sayResult(result))))
  return sectionOf(headings.laboratory, { entries, narrative }, skeleton, context)
}

function report(lab: Lab, context: Context): Element {
  const discipline = tellWhole(lab.discipline)
  return observation(
    rowId('Lab', lab.id),
    unknown('code', 'NA'),
    discipline && plainText(discipline),
    requester(lab, context),
    batteriesOf(lab).map((it) => part(template('battery'), battery(it, lab, context))),
  )
}

/** The doctor who asked is known by name only; the gateway does not read it. */
function requester({ obr_date, requesting_client }: Lab, { detail }: Context): Element {
  const name = detail === 'full' ? tellWhole(requesting_client) : undefined
  return authorOf(hl7Date(obr_date), unknown('id', 'UNK'), name ? element('name', {}, name) : unknown('name', 'UNK'))
}

function battery({ number, results }: Battery, lab: Lab, context: Context): Element {
  const status = tell(lab.report_status)?.toUpperCase() === 'P' ? 'active' : 'complete'
  return element(
    'organizer',
    { classCode: 'BATTERY', moodCode: 'EVN' },
    template('battery'),
    rowId(`LabOBR-${lab.id}`, number),
    unknown('code', 'UNK'),
    element('statusCode', { code: status }),
    results.map((result) => component(template('labResult'), labResult(result, lab, context))),
  )
}

function skeleton(): Element {
  const result = observation(
    unknown('id', 'UNK'),
    unknown('code'),
    unknown('text'),
    unknown('statusCode'),
    unknown('effectiveTime'),
    unknownValue(),
  )
  const organizer = element(
    'organizer',
    { nullFlavor: 'NI', classCode: 'BATTERY', moodCode: 'EVN' },
    template('battery'),
    rowId('LabOBR', 0),
    unknown('code'),
    unknown('statusCode'),
    component(template('labResult'), result),
  )
  const nothing = element(
    'observation',
    { nullFlavor: 'NI', classCode: 'OBS', moodCode: 'EVN' },
    rowId('Lab', 0),
    unknown('code'),
    authorOf(undefined, unknown('id'), unknown('name')),
    part(template('battery'), organizer),
  )
  return entry(template('laboratory'), nothing, 'NI')
}
