import { observationCodes } from '../e2e-vocabulary.ts'
import type { Allergy, Codes } from '../record.ts'
import { type Element, first, fullText, joinTexts, select } from './element.ts'
import { coded } from './observations.ts'
import { codeSystemName, hasCode, readCodedValue, readCodes, withTranslations } from './read-codes.ts'
import { readDates } from './read-time.ts'

/** One entry of the allergies section (`e2e-import.md` section 6). */
export function readAllergy(act: Element): Allergy {
  const observations = select(act, 'entryRelationship', 'observation')
  const agents = observations.flatMap((it) => select(it, 'participant', 'participantRole', 'playingEntity'))
  const qualifiers = observations.flatMap((it) => select(it, 'entryRelationship', 'observation'))
  const reactions = coded(qualifiers, observationCodes.reaction)
  const codes = agents.flatMap((agent) => select(agent, 'code'))
  const negation = act.attributes.negationInd
  const status = readStatus(coded(qualifiers, observationCodes.allergyStatus))
  return {
    codes: readCodes(withTranslations(codes)),
    mood_code: 'EVN',
    _type: 'Allergy',
    ...readDates(act),
    description: describe(agents, codes),
    ...(negation !== undefined && { negationInd: negation === 'true' }),
    ...(status && { status_code: status }),
    type: readCodedValue(observations.filter((it) => first(it, 'participant')).flatMap((it) => select(it, 'code'))),
    reaction: {
      text: joinTexts(
        reactions.flatMap((it) => select(it, 'text')),
        fullText,
      ),
      value: readCodedValue(reactions.flatMap((it) => select(it, 'value'))),
    },
    severity: readCodedValue(coded(qualifiers, observationCodes.severity).flatMap((it) => select(it, 'value'))),
  }
}

function describe(agents: readonly Element[], codes: readonly Element[]): string {
  const name = agents.flatMap((agent) => select(agent, 'name'))[0]
  if (name) return fullText(name)
  return codes.find(({ attributes }) => attributes.displayName)?.attributes.displayName ?? ''
}

function readStatus(observations: readonly Element[]): Codes | undefined {
  const value = observations.flatMap((it) => select(it, 'value')).find(hasCode)
  if (!value) return undefined
  return { [codeSystemName(value.attributes.codeSystem)]: [value.attributes.code?.trim() ?? ''] }
}
