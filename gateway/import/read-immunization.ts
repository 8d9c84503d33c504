import type { Immunization } from '../record.ts'
import { type Element, fullText, joinTexts, select } from './element.ts'
import { readCodes } from './read-codes.ts'
import { readDates } from './read-time.ts'

const material = ['consumable', 'manufacturedProduct', 'manufacturedMaterial'] as const

/** One entry of the immunizations section (`e2e-import.md` section 6). */
export function readImmunization(administration: Element): Immunization {
  return {
    codes: readCodes(select(administration, ...material, 'code')),
    mood_code: 'EVN',
    _type: 'Immunization',
    ...readDates(administration),
    description: joinTexts(select(administration, ...material, 'name'), fullText),
    // A refused immunization must not count as given (K9).
    ...(administration.attributes.negationInd === 'true' && { negationInd: true }),
  }
}
