import { observationCodes } from '../e2e-vocabulary.ts'
import type { Codes, Condition } from '../record.ts'
import type { Context } from './context.ts'
import { type Element, firstAttribute, joinTexts, ownText, select } from './element.ts'
import { coded } from './observations.ts'
import { readCodes } from './read-codes.ts'
import { readAuthor } from './read-provider.ts'
import { readDates } from './read-time.ts'

/** One entry of the problems section (`e2e-import.md` section 6). */
export function readCondition(observation: Element, context: Context): Condition {
  const qualifiers = select(observation, 'entryRelationship', 'observation')
  const billed = coded(qualifiers, observationCodes.billing, observationCodes.icd9).flatMap((it) => select(it, 'value'))
  const status = firstAttribute(observation, 'code', 'statusCode')?.trim()
  const providers = select(observation, 'author').flatMap((author) => readAuthor(author, context) ?? [])
  return {
    codes: readCodes(billed),
    mood_code: 'EVN',
    _type: 'Condition',
    ...(billed.length > 0 && { type: null }),
    ...readDates(observation),
    description: describe(observation, billed),
    ...(status && { status_code: statusCodes(status) }),
    // The author's date must not become the problem's date.
    time: null,
    ...(providers.length > 0 && { treating_provider: providers }),
  }
}

function describe(observation: Element, billed: readonly Element[]): string {
  const displayName = billed.find(({ attributes }) => attributes.displayName)?.attributes.displayName
  return displayName ?? joinTexts(select(observation, 'text'), ownText)
}

function statusCodes(status: string): Codes {
  switch (status) {
    case 'active':
      return { 'SNOMED-CT': ['55561003'], 'HL7 ActStatus': ['active'] }
    case 'inactive':
      return { 'SNOMED-CT': ['73425007'] }
    case 'resolved':
      return { 'SNOMED-CT': ['413322009'] }
    default:
      return { 'HL7 ActStatus': [status] }
  }
}
