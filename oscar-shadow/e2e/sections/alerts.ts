import { writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Chart, Note } from '../../chart.ts'
import { coded, entry, observation, plainText, rowId, since, template, unknown } from '../cda.ts'
import { boxNotes } from '../chart-boxes.ts'
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { sectionOf } from '../section.ts'
import { hl7Time } from '../stored-times.ts'
import { tellWhole } from '../stored-values.ts'
import { type Element, element } from '../xml.ts'

/** Alerts: the notes of the chart's box Reminders (`e2e-export.md` section 4.1). */
export function writeAlerts({ notes }: Chart, context: Context): Element {
  const reminders = boxNotes(notes, 'Reminders')
  const narrative = () => [reminders.map(({ note }) => tellWhole(note) ?? '')]
  return sectionOf(headings.alerts, { entries: reminders.map(alert), narrative }, skeleton, context)
}

const confidentiality = coded('e2e:confidentialityCode', writtenSystems.confidentiality, 'N', 'Normal')

function alert({ note_id, note, archived, observation_date }: Note): Element {
  return entry(
    template('alert'),
    observation(
      rowId('Alerts', note_id),
      unknown('code'),
      plainText(tellWhole(note)),
      element('statusCode', { code: archived ? 'complete' : 'active' }),
      since(hl7Time(observation_date), 'NI'),
      confidentiality,
    ),
  )
}

function skeleton(): Element {
  const nothing = element(
    'observation',
    { nullFlavor: 'NI', classCode: 'OBS', moodCode: 'EVN' },
    rowId('Alerts', 0),
    unknown('code'),
    unknown('text'),
    unknown('statusCode'),
    unknown('effectiveTime'),
    unknown('e2e:confidentialityCode'),
  )
  return entry(template('alert'), nothing, 'NI')
}
