import { tellNumber } from './stored-values.ts'
import { type Child, element } from './xml.ts'

/** How doses of vaccines are written, in lower case → UCUM. */
const doseUnits: ReadonlyMap<string, string> = new Map([
  ['ml', 'mL'],
  ['mls', 'mL'],
  ['cc', 'mL'],
  ['mg', 'mg'],
  ['g', 'g'],
  ['mcg', 'ug'],
  ['ug', 'ug'],
  ['iu', '[iU]'],
])

/** A dose of a vaccine as a quantity if it is a number with a unit known here; else as it was written. */
export function readDose(text: string | undefined): Child {
  if (text === undefined) return undefined
  const [, number, written = ''] = /^([\d.,]+)\s*([a-z]*)\.?$/i.exec(text) ?? []
  const [value, unit] = [tellNumber(number), doseUnits.get(written.toLowerCase())]
  if (value && (unit || written === '')) return element('doseQuantity', {}, element('center', { value, unit }))
  const original = element('translation', { nullFlavor: 'OTH' }, element('originalText', {}, text))
  return element('doseQuantity', { nullFlavor: 'OTH' }, original)
}
