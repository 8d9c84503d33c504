import { cleanText } from './xml.ts'

/** A column's text, cleaned and without blanks around it; `undefined` if it has nothing to tell. */
export function tell(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined
  return cleanText(text).trim() || undefined
}

/** A number or code that OSCAR may hold as the word `null`. */
export function tellCode(text: string | null | undefined): string | undefined {
  const told = tell(text)
  return told?.toLowerCase() === 'null' ? undefined : told
}

/** A text as stored, cleaned only; `undefined` if it is blank. */
export function tellWhole(text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined
  const clean = cleanText(text)
  return clean.trim() === '' ? undefined : clean
}

const decimal = /^\+?(-?)(\d+)(?:\.(\d*)|,(\d+))?([eE][+-]?\d{1,2})?$/

/**
 * A number as XML has it, digits kept as written; `undefined` for all else. A comma is a decimal comma, but three digits
 * after it may as well be thousands, and such a value stays text.
 */
export function tellNumber(text: string | null | undefined): string | undefined {
  const match = decimal.exec((tell(text) ?? '').replace(/^(?<sign>[+-]?)(?=[.,]\d)/, '$<sign>0'))
  if (!match) return undefined
  const [, sign = '', whole = '', afterDot, afterComma, exponent = ''] = match
  if (afterComma?.length === 3 && Number(whole) !== 0) return undefined
  const fraction = afterDot || afterComma
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}${exponent}`
}

/** A unit as a document may hold it: without blanks. */
export const tellUnit = (text: string | null | undefined) => tell(text)?.replace(/\s+/g, '_')
