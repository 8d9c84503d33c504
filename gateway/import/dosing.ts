import type { AdministrationTiming, Bound, Medication, PhysicalQuantity, Scalar } from '../record.ts'
import { type Element, first, ownText, select } from './element.ts'

/** When and how often, from a drug's dosing blocks (`e2e-import.md` section 8). */
export function readTiming(blocks: readonly Element[]): AdministrationTiming {
  const times = blocks.flatMap((block) => select(block, 'effectiveTime'))
  const frequency = times.flatMap((time) => select(time, 'frequency'))[0]
  const period = times.flatMap((time) => select(time, 'period'))[0]
  const width = times.flatMap((time) => select(time, 'width'))[0]
  const interval = times.find((time) => first(time, 'low'))
  const text = readDoseText(blocks)
  return {
    frequency: {
      numerator: readScalar(first(frequency, 'numerator')),
      denominator: readScalar(first(frequency, 'denominator')),
    },
    ...(period && { period: { low: readScalar(first(period, 'low')), high: readScalar(first(period, 'high')) } }),
    ...(width && { duration: { width: scalarOf(width) } }),
    ...(interval && {
      duration_dates: { low: readBound(first(interval, 'low')), high: readBound(first(interval, 'high')) },
    }),
    ...(text && { text }),
  }
}

function readDoseText(blocks: readonly Element[]): string | undefined {
  const dosed = blocks.filter((block) => first(block, 'doseQuantity'))
  return dosed
    .flatMap((block) => select(block, 'text'))
    .map(ownText)
    .find((text) => text !== '')
}

const readScalar = (element: Element | undefined): Scalar | null => (element ? scalarOf(element) : null)

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$/

/** Decimals are kept (K5); what is no number is `null`. */
function scalarOf({ attributes }: Element): Scalar {
  const written = attributes.value?.trim() ?? ''
  return { unit: attributes.unit ?? null, value: decimal.test(written) ? Number(written) : null }
}

const readBound = (element: Element | undefined): Bound | null =>
  element ? { inclusive: element.attributes.inclusive ?? null, value: element.attributes.value ?? null } : null

/** One dose, and the quantity element part that it comes from. */
export function readDose(blocks: readonly Element[]): { dose: Medication['dose']; quantity: Element | undefined } {
  for (const doseQuantity of blocks.flatMap((block) => select(block, 'doseQuantity'))) {
    const low = first(doseQuantity, 'low')
    if (low?.attributes.value) {
      const high = first(doseQuantity, 'high')?.attributes.value ?? ''
      return { dose: hasUnit(low) ? null : { low: low.attributes.value, high }, quantity: low }
    }
    const center = first(doseQuantity, 'center')
    if (center?.attributes.value) {
      return { dose: hasUnit(center) ? null : { center: center.attributes.value }, quantity: center }
    }
  }
  return { dose: null, quantity: undefined }
}

const hasUnit = ({ attributes }: Element) => Boolean(attributes.unit)

/** A drug's strengths, one an ingredient (K4); if it tells none, the dose stands in. */
export function readStrengths(drugs: readonly Element[], dose: Element | undefined): PhysicalQuantity[] | undefined {
  const strengths = drugs
    .flatMap((drug) => select(drug, 'e2e:ingredient', 'e2e:quantity'))
    .filter(({ attributes }) => attributes.value && attributes.unit)
  const sources = strengths.length > 0 ? strengths : dose ? [dose] : []
  if (sources.length === 0) return undefined
  return sources.map(({ attributes }) => ({
    scalar: attributes.value ?? '',
    units: attributes.unit ?? '',
    _type: 'PhysicalQuantityResultValue',
  }))
}

/** The last route that is told, attributes as written; `{}` if none is. */
export function readRoute(blocks: readonly Element[]): Medication['route'] {
  const code = blocks.flatMap((block) => select(block, 'routeCode')).at(-1)
  if (!code) return {}
  const text = first(code, 'originalText')
  return {
    code: code.attributes.code ?? null,
    codeSystem: code.attributes.codeSystem ?? null,
    codeSystemName: code.attributes.codeSystemName ?? null,
    displayName: code.attributes.displayName ?? null,
    ...(text && { text: ownText(text) }),
  }
}

/** The last form that is told (tablet, drops …), attributes as written; `{}` if none is. */
export function readProductForm(blocks: readonly Element[]): Medication['productForm'] {
  const code = blocks.flatMap((block) => select(block, 'administrationUnitCode')).at(-1)
  if (!code) return {}
  const { code: form = null, codeSystem = null, displayName = null } = code.attributes
  return { code: form, codeSystem, displayName }
}
