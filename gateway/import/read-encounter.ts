import { observationCodes } from '../e2e-vocabulary.ts'
import type { Codes, Encounter, Reason } from '../record.ts'
import type { Context } from './context.ts'
import { type Element, joinTexts, ownText, select } from './element.ts'
import { coded } from './observations.ts'
import { readCodes, withTranslations } from './read-codes.ts'
import { readFacility } from './read-facility.ts'
import { readPerformer } from './read-provider.ts'
import { readDates } from './read-time.ts'

/** One entry of the encounters section (`e2e-import.md` section 7). */
export function readEncounter(encounter: Element, context: Context): Encounter {
  const dates = readDates(encounter)
  const codes = readCodes(withTranslations(select(encounter, 'code')))
  const reasons = coded(select(encounter, 'entryRelationship', 'observation'), observationCodes.reason)
  const facility = readFacility(encounter)
  return {
    codes: Object.keys(codes).length > 0 ? codes : uncoded(),
    mood_code: 'EVN',
    _type: 'Encounter',
    ...dates,
    description: joinTexts(
      reasons.flatMap((reason) => select(reason, 'text')),
      ownText,
    ),
    ...(reasons[0] && { reason: readReason(reasons[0]) }),
    ...(facility && { facility }),
    performer: readPerformer(encounter, { start: dates.start_time ?? null, end: dates.end_time ?? null }, context),
  }
}

/** Stands for the codes of an encounter that has none: the patient API needs it to call the encounter usable. */
const uncoded = (): Codes => ({ code: ['REASON'], codeSystem: ['ObservationType-CA-Pending'] })

function readReason(observation: Element): Reason {
  return {
    codes: readCodes([...withTranslations(select(observation, 'code')), ...select(observation, 'value')]),
    mood_code: 'EVN',
    description: joinTexts(select(observation, 'text'), ownText),
    ...readDates(observation),
  }
}
